// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// pidfd_getfd: the number is one of this program's if the process is this one.
#include <linux/kcmp.h>

#include "runtime/syscall/by_hand.h"

namespace ckpt::syscall {

namespace {

// Whether that process has the very handle under the same real number, as a
// forked child has, too.
bool is_this_process(i32 handle) {
  SysResult copy = sys::call(__NR_pidfd_getfd, handle, handle, 0);
  if (!copy.ok())
    return false;
  i32 pid = sys::getpid();
  SysResult order = sys::kcmp(pid, pid, KCMP_FILE, static_cast<u64>(handle),
                              static_cast<u64>(copy.fd()));
  sys::close(copy.fd()).ignore();
  return order.value() == 0;
}

} // namespace

Then begin_pidfd_getfd(CallFrame &f) {
  if (is_this_process(static_cast<i32>(f.call[0])))
    f.call[1] = static_cast<u32>(real_or_none(f.fd(1)));
  return kMake;
}

void end_pidfd_getfd(CallFrame &f) { give_number(f); }

} // namespace ckpt::syscall
