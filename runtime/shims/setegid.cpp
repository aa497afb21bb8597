// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <errno.h>
#include <unistd.h>

// As libc does it.
extern "C" int setegid(gid_t group) noexcept {
  constexpr gid_t kSame = static_cast<gid_t>(-1);
  if (group != kSame)
    return setresgid(kSame, group, kSame);
  errno = EINVAL;
  return -1;
}
