// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/set_ids.h"

using namespace ckpt;

using Function = int(uid_t);
CKPT_REAL(Function, setuid, __setuid)

extern "C" int setuid(uid_t user) noexcept {
  return shim::set_ids([=] { return next(user); }, SYS_setuid, user);
}
