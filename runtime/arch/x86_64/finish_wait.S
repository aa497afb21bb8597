// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The last step of whoever leaves by a signal frame.
//
// A wait that a request has interrupted is finished here, by a call that takes
// the program's signal mask for as long as it waits.  Outside of it every signal
// is blocked, so one of the program's own either ends the wait with EINTR or
// comes after it: there is no instant at which its handler could run and the
// wait still begin.
//
// The wait is on the thread's own stack, right below the frame, with nothing of
// the runtime in use: the handler may stay for ever, or leave by longjmp.  A
// second request gives up the frame that it gets on top (leave_wait.inc).

#include "runtime/arch/x86_64/wait_marks.h"

#define NR_RT_SIGRETURN 15

        .text

// rsp -> rt_sigframe, every signal blocked.
        .hidden __ckpt_finish_wait
        .globl  __ckpt_finish_wait
        .type   __ckpt_finish_wait, @function
__ckpt_finish_wait:
        // Seen from a handler of the program's: called by the code at the
        // frame's return address, which unwinders know to be a signal frame's.
        .cfi_startproc
        endbr64
        movabs  $CKPT_WAIT_PLAN, %rax
        cmp     %rax, 8+CKPT_UC_ERR(%rsp)
        jne     .Lreturn
        mov     %rsp, %rdi
        sub     $CKPT_WAIT_STACK, %rsp
        .cfi_adjust_cfa_offset CKPT_WAIT_STACK
        call    __ckpt_place_wait
        lea     -CKPT_WAIT_STACK(%rax), %rsp
.Lagain:
        lea     CKPT_WAIT_STACK+8(%rsp), %rdi
        mov     %rsp, %rsi
        call    __ckpt_prepare_wait
        mov     (%rsp), %rdi
        mov     8(%rsp), %rsi
        mov     16(%rsp), %rdx
        mov     24(%rsp), %r10
        mov     32(%rsp), %r8
        mov     40(%rsp), %r9
        mov     48(%rsp), %rax
        xor     %ecx, %ecx
        .balign 2                       // never in two pages: see shims/restorer.S
        syscall
        .hidden __ckpt_wait_called
        .globl  __ckpt_wait_called
__ckpt_wait_called:
        lea     CKPT_WAIT_STACK+8(%rsp), %rdi
        mov     %rax, %rsi
        mov     %rcx, %rdx              // a handler's mark, or not
        call    __ckpt_conclude_wait
        test    %al, %al
        jnz     .Lagain
        add     $CKPT_WAIT_STACK, %rsp
        .cfi_adjust_cfa_offset -CKPT_WAIT_STACK
.Lreturn:
        add     $8, %rsp                // where "ret" would have left it
        .cfi_adjust_cfa_offset -8
        mov     $NR_RT_SIGRETURN, %eax
        syscall
        ud2
        .cfi_endproc
        .size   __ckpt_finish_wait, . - __ckpt_finish_wait

#include "runtime/arch/x86_64/property_note.inc"
