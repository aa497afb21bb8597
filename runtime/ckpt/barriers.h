// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the process is registered for with membarrier(2).  A call that needs a
// registration fails without it, so a restart registers again.
// Phase: signal.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

// MEMBARRIER_CMD_REGISTER_*, one bit each.
u32 read_barriers();
void set_barriers(u32 registered);

} // namespace ckpt
