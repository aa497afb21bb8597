// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/set_ids.h"

using namespace ckpt;

using Function = int(uid_t, uid_t, uid_t);
CKPT_REAL(Function, setresuid, __setresuid)

extern "C" int setresuid(uid_t real, uid_t effective, uid_t saved) noexcept {
  return shim::set_ids([=] { return next(real, effective, saved); }, SYS_setresuid, real, effective, saved);
}
