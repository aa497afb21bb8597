// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A signal to the calling process by its number, or to the calling thread by
// both numbers, as they are at the moment of the call.  A thread that a checkpoint
// finds between the labels below goes on at the first one (begin_again,
// ckpt/own_number.h): after a restart the numbers are others, and what was read
// may be somebody else's.

#define NR_GETPID 39
#define NR_GETTID 186
#define NR_TGKILL 234

        .text

// i64 __ckpt_send_own(u64 number, u64 second, u64 third, u64 fourth): the system
// call `number` with the process's number as its first argument.
        .globl  __ckpt_send_own
        .type   __ckpt_send_own, @function
__ckpt_send_own:
        .cfi_startproc
        endbr64
        mov     %rdi, %r8
        mov     %rcx, %r10
        .hidden __ckpt_send_own_begins
        .globl  __ckpt_send_own_begins
__ckpt_send_own_begins:
        mov     $NR_GETPID, %eax
        syscall
        mov     %eax, %edi
        mov     %r8, %rax
        .hidden __ckpt_send_own_call
        .globl  __ckpt_send_own_call
__ckpt_send_own_call:
        syscall
        ret
        .cfi_endproc
        .size   __ckpt_send_own, . - __ckpt_send_own

// i64 __ckpt_raise(u64 signal): tgkill(2) to the calling thread.
        .globl  __ckpt_raise
        .type   __ckpt_raise, @function
__ckpt_raise:
        .cfi_startproc
        endbr64
        mov     %edi, %edx
        .hidden __ckpt_raise_begins
        .globl  __ckpt_raise_begins
__ckpt_raise_begins:
        mov     $NR_GETTID, %eax
        syscall
        mov     %eax, %esi
        mov     $NR_GETPID, %eax
        syscall
        mov     %eax, %edi
        mov     $NR_TGKILL, %eax
        .hidden __ckpt_raise_call
        .globl  __ckpt_raise_call
__ckpt_raise_call:
        syscall
        ret
        .cfi_endproc
        .size   __ckpt_raise, . - __ckpt_raise

#include "runtime/arch/x86_64/property_note.inc"
