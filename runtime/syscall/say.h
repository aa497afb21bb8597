// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Messages while a call of the program's is under way: texts need more stack than
// a thread of the program's may have.
// Phase: pre-libc, normal, signal.
#pragma once
#include <linux/mman.h>

#include "runtime/arch/x86_64/other_stack.h"
#include "runtime/sys/calls.h"

namespace ckpt::syscall {

// On a stack of its own, with every signal blocked; not at all without memory.
template <class F> void say(F text) {
  constexpr u64 kSize = 128 << 10;
  constexpr int kSetMask = 2; // SIG_SETMASK
  SysResult stack =
      sys::mmap(0, kSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                -1, 0);
  if (!stack.ok())
    return;
  u64 all = ~0ull, before = 0;
  sys::rt_sigprocmask(kSetMask, &all, &before).ignore();
  arch::call_on_stack(
      stack.address() + kSize,
      [](void *function) { (*static_cast<F *>(function))(); }, &text);
  sys::rt_sigprocmask(kSetMask, &before, nullptr).ignore();
  sys::munmap(stack.address(), kSize).ignore();
}

} // namespace ckpt::syscall
