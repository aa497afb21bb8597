// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// libc.a has no other name for it: a static program's is libc's own.
#include <grp.h>

#include "runtime/shims/set_ids.h"

#ifndef CKPT_STATIC

using namespace ckpt;

using Function = int(size_t, const gid_t *);
CKPT_REAL(Function, setgroups, setgroups)

extern "C" int setgroups(size_t count, const gid_t *groups) noexcept {
  return shim::set_ids([=] { return next(count, groups); }, SYS_setgroups,
                       count, reinterpret_cast<u64>(groups));
}

#endif
