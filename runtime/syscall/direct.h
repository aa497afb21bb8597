// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The way into the dispatcher without a trap, for code that knows that it makes
// a system call.  Exported from the merged object.
// Phase: normal, signal.  Never: changes errno, touches TLS or the heap.
#pragma once

extern "C" {

// What the kernel would return: a value, or -errno.  While descriptors are not
// virtual it is the plain call, two instructions more.
//
// Changes what a system call may (rax, rcx, r11, memory) and, as a C function,
// flags and the registers of its arguments; all others, vectors included, stay.
// Uses up to 3 KiB of stack below the red zone where descriptors are virtual, no
// stack where not.
//
// Not for vfork, rt_sigreturn, and clone or clone3 with a stack of their own:
// those need their instruction, which the trap takes care of.
long __ckpt_syscall(long nr, long a, long b, long c, long d, long e, long f);

// The same for assembly, and not a function: only where descriptors are virtual.
// Jumped to with the number in rax, the arguments where the kernel has them, and
// in rcx where to go on.  Changes rax, rcx, r11 and flags.
void __ckpt_direct();
}
