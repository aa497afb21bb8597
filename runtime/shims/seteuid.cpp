// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <errno.h>
#include <unistd.h>

// As libc does it.
extern "C" int seteuid(uid_t user) noexcept {
  constexpr uid_t kSame = static_cast<uid_t>(-1);
  if (user != kSame)
    return setresuid(kSame, user, kSame);
  errno = EINVAL;
  return -1;
}
