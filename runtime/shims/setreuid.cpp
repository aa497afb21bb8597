// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/set_ids.h"

using namespace ckpt;

using Function = int(uid_t, uid_t);
CKPT_REAL(Function, setreuid, __setreuid)

extern "C" int setreuid(uid_t real, uid_t effective) noexcept {
  return shim::set_ids([=] { return next(real, effective); }, SYS_setreuid, real, effective);
}
