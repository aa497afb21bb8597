// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Work on descriptors that must not cost the program its record locks: closing
// any descriptor of a file drops the process's locks on it (fcntl(2)), and a
// child's closing only the child's own.
// Phase: pre-libc, signal.  Needs: every signal blocked.
// Errors: false when no child can be made; nothing has been done then.
#pragma once
#include <asm/errno.h>
#include <linux/wait.h>

#include "runtime/arch/x86_64/entry.h"
#include "runtime/sys/calls.h"

namespace ckpt::fd {

// Calls work() in a child that shares the memory, and waits for its end.
template <class Work> bool in_child(Work work) {
  i64 child = __ckpt_clone_and_call(
      [](void *argument) { (*static_cast<Work *>(argument))(); }, &work);
  if (child < 0)
    return false;
  while (sys::call(__NR_wait4, child, nullptr, __WALL, nullptr).error() ==
         EINTR) {
  }
  return true;
}

} // namespace ckpt::fd
