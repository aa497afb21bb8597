// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The trap of kernels without Syscall User Dispatch: a seccomp filter that lets
// calls pass by the address they are made at.  It stays for good, in children
// and behind exec too.
// Phase: pre-libc, normal, signal.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::syscall {

// In si_errno of our own traps.
inline constexpr i32 kFilterMark = 0x434b;

bool filter_is_possible();
// For all threads.  False: the kernel does not take it.
bool set_filter(u64 start, u64 end);

} // namespace ckpt::syscall
