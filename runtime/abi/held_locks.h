// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What each thread notes of the mutexes whose words the kernel compares with
// thread ids (robust, priority inheritance, priority ceiling).  A variable of
// the thread, kept by the shims, read by a restart.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

// In HeldLocks::locks: only the mutex's owner is an id, not its lock word.
inline constexpr u64 kOwnerOnly = 1;

struct HeldLocks {
  u32 inside; // calls of libc on such a mutex that the thread is in now
  u32 count;  // of locks: those it holds, and those it is taking or giving back
  u32 room;
  u32 reserved;
  u64 *locks; // `few`, or a mapping of its own
  u64 few[4];
};

} // namespace ckpt
