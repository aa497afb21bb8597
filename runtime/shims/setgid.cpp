// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/set_ids.h"

using namespace ckpt;

using Function = int(gid_t);
CKPT_REAL(Function, setgid, __setgid)

extern "C" int setgid(gid_t group) noexcept {
  return shim::set_ids([=] { return next(group); }, SYS_setgid, group);
}
