// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/fd/describe.h"

#include <asm/ioctls.h>
#include <asm/termbits.h>

#include "runtime/abi/shown_number.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/keeper.h"

namespace ckpt::fd {

bool is_terminal(int fd) {
  struct termios settings;
  return sys::ioctl(fd, TCGETS, &settings).ok();
}

bool is_plain_device(const struct stat &st) {
  u64 major = (st.st_rdev >> 8) & 0xfff, minor = st.st_rdev & 0xff;
  return (st.st_mode & kTypeMask) == kTypeCharacter && major == 1 &&
         (minor == 3 || minor == 5 || minor == 7 || minor == 8 || minor == 9);
}

// admin-guide/devices.txt: /dev/ptmx is 5:2, the older masters are 128 to 135.
bool is_terminal_master(const struct stat &st) {
  u64 major = (st.st_rdev >> 8) & 0xfff, minor = st.st_rdev & 0xff;
  return (major == 5 && minor == 2) || (major >= 128 && major <= 135);
}

bool link_path(int fd, Text<4200> &path) {
  char target[kPageSize];
  SysResult n = sys::read_link_of(fd, target, sizeof target);
  // A path that fills the buffer may have been cut.
  if (!n.ok() || n.value() == static_cast<i64>(sizeof target))
    return false;
  path.set(StringView(target, static_cast<size_t>(n.value())));
  return true;
}

Text<4300> name_of(int fd) {
  Text<4200> path;
  Text<4300> name("descriptor ", __ckpt_shown_number(fd));
  if (link_path(fd, path))
    name.add(" (", path, ")");
  return name;
}

} // namespace ckpt::fd
