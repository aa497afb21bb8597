// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `int 0x80`: made as the call of x86-64 with the same arguments, and every
// register but rax is as before.
// Phase: pre-libc, normal, signal.
#pragma once
#include "runtime/arch/x86_64/frame.h"

namespace ckpt::syscall {

// free_bytes: 128 that are nobody's in the frame of the signal, which is left by
// sigreturn into the dispatcher.  False: there is no such call of x86-64.
bool begin_old_call(struct sigcontext &at, u64 free_bytes);

} // namespace ckpt::syscall
