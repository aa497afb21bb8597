// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the saved process had consumed, in the restored one.
// Phase: signal.  Needs: the program's threads are there and stopped.
#pragma once
#include "runtime/abi/restore_args.h"

namespace ckpt::restart {

// From here CPU clocks and getrusage(2) go on from that.
void restore_consumed(const Handover &handover);

} // namespace ckpt::restart
