// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// libc's calls its own setgroups.
#include <grp.h>
#include <stdlib.h>

#include "runtime/shims/set_ids.h"

#ifndef CKPT_STATIC

using namespace ckpt;

using Function = int(const char *, gid_t);
CKPT_REAL(Function, initgroups, initgroups)

namespace {

int set_groups_of(const char *user, gid_t group) {
  int count = static_cast<int>(sysconf(_SC_NGROUPS_MAX)) + 1;
  gid_t *groups = static_cast<gid_t *>(calloc(static_cast<size_t>(count), sizeof(gid_t)));
  if (!groups)
    return -1;
  getgrouplist(user, group, groups, &count);
  int most = static_cast<int>(sysconf(_SC_NGROUPS_MAX));
  int result = setgroups(static_cast<size_t>(count < most ? count : most), groups);
  free(groups);
  return result;
}

} // namespace

extern "C" int initgroups(const char *user, gid_t group) {
  return __builtin_expect(!__ckpt_life, 1) ? next(user, group)
                                           : set_groups_of(user, group);
}

#endif
