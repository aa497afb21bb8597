// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/set_ids.h"

using namespace ckpt;

using Function = int(gid_t, gid_t);
CKPT_REAL(Function, setregid, __setregid)

extern "C" int setregid(gid_t real, gid_t effective) noexcept {
  return shim::set_ids([=] { return next(real, effective); }, SYS_setregid, real, effective);
}
