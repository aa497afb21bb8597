// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What clone, clone3, fork and vfork ask for.
// Phase: pre-libc, normal, signal.
#pragma once
#include "runtime/syscall/dispatch.h"

namespace ckpt::syscall {

struct CloneCall {
  u64 flags;
  u64 stack; // where the child's begins; 0: it goes on on this one
  u64 pidfd; // where CLONE_PIDFD's number goes
};

// clone3's arguments become a copy, so that nobody changes them meanwhile; the
// error that the kernel would give.
i64 copy_clone_arguments(CallFrame &f);

// Of the arguments as the kernel is given them.
CloneCall clone_call(const CallFrame &f);
void set_clone_flags(CallFrame &f, u64 flags);

} // namespace ckpt::syscall
