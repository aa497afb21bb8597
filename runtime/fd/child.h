// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Work on descriptors that must not cost the program its record locks: closing
// any descriptor of a file drops the process's locks on it (fcntl(2)), and a
// child's closing only the child's own.
// The same where the process has no number left: a child has a table of its own.
// Phase: pre-libc, signal.  Needs: every signal blocked.
// Errors: false when no child can be made; nothing has been done then.
#pragma once
#include <asm/errno.h>
#include <linux/wait.h>

#include "runtime/arch/x86_64/entry.h"
#include "runtime/sys/keeper.h"

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

// The same for work that opens and closes by sys::open_own and sys::make_own
// alone: what a keeper closes costs no lock either.
template <class Work> bool apart(Work work) {
  constexpr int kMostOpen = 2;
  if (!sys::needs_keeper(kMostOpen))
    return in_child(work);
  work();
  return true;
}

// For a child whose table is its own, and full: closes up to `wanted` descriptors,
// but those of which needed(fd) says true.
template <class Needed> void make_room(int wanted, Needed needed) {
  rlimit64 limit = {0, 1 << 20};
  sys::prlimit(RLIMIT_NOFILE, nullptr, &limit).ignore();
  for (int fd = 0; wanted > 0 && static_cast<u64>(fd) < limit.rlim_max; ++fd)
    if (!needed(fd) && sys::call(__NR_close, fd).ok())
      --wanted;
}

} // namespace ckpt::fd
