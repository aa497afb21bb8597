// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// i64 __ckpt_timed_call(u64 deadline, u64 number, u64 a, u64 b, u64 c, u64 d,
//                       u64 e, u64 f)
// A system call with a time limit that ends at `deadline`: nanoseconds of
// CLOCK_MONOTONIC, or 0 for never.  Returns what the kernel does, or
// CKPT_UNEXPLAINED for an EINTR that no handler with our restorer has left its
// mark on; and in rdx the deadline, which a restart may have moved.  Like
// syscall.S it keeps what the checkpoint handler needs in the red zone, and
// says so behind the instruction (ckpt/call_site.cpp).

#include "runtime/arch/x86_64/wait_marks.h"

        .text
        .hidden __ckpt_timed_call
        .globl  __ckpt_timed_call
        .type   __ckpt_timed_call, @function
__ckpt_timed_call:
        .cfi_startproc
        endbr64
        mov     %rsi, -8(%rsp)
        mov     %rdi, -16(%rsp)
        mov     %rsi, %rax
        mov     %rdx, %rdi
        mov     %rcx, %rsi
        mov     %r8, %rdx
        mov     %r9, %r10
        mov     8(%rsp), %r8
        mov     16(%rsp), %r9
        cmpb    $0, __ckpt_dispatching(%rip)
        jne     3f
        .balign 2                       // never in two pages: see restorer.S
        syscall
        .byte   0x0f, 0x1f, 0x84, 0x00
        .ascii  "CALT"
.Lmade:
        mov     -16(%rsp), %rdx
        cmp     $-4, %rax               // -EINTR
        je      1f
        ret
        // Without a trap where descriptors are virtual.
3:      lea     .Lmade-8(%rip), %rcx
        jmp     __ckpt_direct
        // The mark is for the address behind the instruction; r11 has that of
        // the dispatcher (dispatch.S).
1:      lea     .Lmade-8(%rip), %rsi
        movabs  $CKPT_CALL_HANDLED, %rdi
        xor     %rdi, %rsi
        cmp     %rsi, %rcx
        je      2f
        cmp     %rsi, %r11
        je      2f
        mov     $CKPT_UNEXPLAINED, %rax
2:      ret
        .cfi_endproc
        .size   __ckpt_timed_call, . - __ckpt_timed_call

#include "runtime/arch/x86_64/property_note.inc"
