// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The last steps, in the restored process: what the kernel keeps for a thread
// is set again, then it returns through the saved signal frame.
// Phase: signal (on the runtime's own stack, all signals blocked).
#pragma once
#include "runtime/abi/restore_args.h"

namespace ckpt::restart {

[[noreturn]] void resume(const Handover &handover);

} // namespace ckpt::restart
