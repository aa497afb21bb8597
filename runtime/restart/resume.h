// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The last steps, in the restored process: what the kernel keeps for a thread
// is set again, then it returns through the saved signal frame.
// Phase: signal.  Needs: the runtime's own stack, all signals blocked, the
// window still mapped.  Never: fails; what the kernel refuses here is left out.
#pragma once
#include "runtime/abi/restore_args.h"

namespace ckpt::restart {

[[noreturn]] void resume(const Handover &handover);

} // namespace ckpt::restart
