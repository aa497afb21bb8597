// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/set_ids.h"

using namespace ckpt;

using Function = int(gid_t, gid_t, gid_t);
CKPT_REAL(Function, setresgid, __setresgid)

extern "C" int setresgid(gid_t real, gid_t effective, gid_t saved) noexcept {
  return shim::set_ids([=] { return next(real, effective, saved); }, SYS_setresgid, real, effective, saved);
}
