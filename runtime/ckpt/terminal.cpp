// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/terminal.h"

#include <asm/ioctls.h>
#include <asm/signal.h>
#include <asm/termbits.h>

#include "runtime/ckpt/state.h"
#include "runtime/sys/calls.h"
#include "runtime/syscall/trap.h"

namespace ckpt {

namespace {

struct Size {
  u16 rows, columns, x, y;
};

void tell_size(int fd, const image::Attributes &saved) {
  Size now = {};
  bool another = sys::ioctl(fd, TIOCGWINSZ, &now).ok() &&
                 (now.rows != saved.rows || now.columns != saved.columns);
  if (another && !(reserved_signals() & signal_bit(SIGWINCH)))
    sys::call(__NR_kill, sys::getpid(), SIGWINCH).ignore();
}

} // namespace

u32 set_terminal(const image::Attributes &saved) {
  constexpr u32 kOwn = own_bit(image::Own::kTerminal);
  struct termios2 modes;
  int fd = syscall::real_if_on(static_cast<int>(saved.terminal) - 1);
  if (!saved.terminal || !sys::ioctl(fd, TCGETS2, &modes).ok())
    return 0;
  tell_size(fd, saved);
  if (!(saved.own & kOwn))
    return 0;
  // From the background it would stop the process (SIGTTOU), or, blocked as
  // that is here, change the terminal under another program's hands.
  i32 foreground = 0;
  SysResult asked = sys::ioctl(fd, TIOCGPGRP, &foreground);
  if (!asked.ok() || foreground != sys::call(__NR_getpgid, 0).value())
    return kOwn;
  return sys::ioctl(fd, TCSETS2, const_cast<u8 *>(saved.terminal_modes)).ok()
             ? 0
             : kOwn;
}

} // namespace ckpt
