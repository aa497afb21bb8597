// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls that the kernel ends with EINTR though no handler has run in their thread:
// a request for a checkpoint, or another signal, has woken it, and another thread
// has taken it (ckpt/marked_handlers.h).  The kernel goes on with most by itself;
// the others are made again here, unless one of the shims does it.
// Phase: pre-libc, normal, signal.
#pragma once
#include <asm/unistd.h>

#include "runtime/syscall/frame.h"

namespace ckpt::syscall {

// What is made again with the rest of its time.
constexpr bool has_limit(u64 number) {
  return number == __NR_epoll_wait || number == __NR_epoll_pwait ||
         number == __NR_epoll_pwait2 || number == __NR_semtimedop ||
         number == __NR_rt_sigtimedwait;
}

// The last thing before the call.
void note_deadline(CallFrame &f);

} // namespace ckpt::syscall
