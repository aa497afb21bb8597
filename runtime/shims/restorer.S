// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// SA_RESTORER of the program's own handlers: where they return to.  Goes back
// through the frame as libc's does, but first tells the checkpoint handler that
// a system call which the frame leads back to has been interrupted by more
// than a request (arch/x86_64/wait_marks.h).  Without that, a request that comes
// at the instant of this rt_sigreturn finds a call that has just reported EINTR
// and takes it for its own doing.
//
// Seen from a handler, this is a signal frame whose registers are those of
// struct ucontext at the stack pointer.  The bytes that unwinders look for where
// there is no such description cannot stand at the start.

#include "runtime/arch/x86_64/wait_marks.h"

#define CALL_INSTRUCTION 0x050f
#define PAGE_MASK        4095

// DW_CFA_def_cfa_expression: the saved stack pointer is at rsp + 160.
        .macro  cfa_is_saved_rsp
        .cfi_escape 0x0f, 4, 0x77, 0xa0, 0x01, 0x06
        .endm
// DW_CFA_expression: the DWARF register is saved at rsp + `at`.
        .macro  saved register, at
        .cfi_escape 0x10, \register, 3, 0x77, (\at & 0x7f) | 0x80, \at >> 7
        .endm

        .text
        .cfi_startproc
        .cfi_signal_frame
        cfa_is_saved_rsp
        saved   0, 144                  // rax
        saved   1, 136                  // rdx
        saved   2, 152                  // rcx
        saved   3, 128                  // rbx
        saved   4, 112                  // rsi
        saved   5, 104                  // rdi
        saved   6, 120                  // rbp
        saved   7, 160                  // rsp
        saved   8, 40
        saved   9, 48
        saved   10, 56
        saved   11, 64
        saved   12, 72
        saved   13, 80
        saved   14, 88
        saved   15, 96
        saved   16, 168                 // rip
        nop     // "return address minus one" is looked up
// Of handlers without SA_RESTART: they also end a call that the kernel makes
// again.
        .hidden __ckpt_ending_restorer
        .globl  __ckpt_ending_restorer
        .type   __ckpt_ending_restorer, @function
__ckpt_ending_restorer:
        mov     CKPT_UC_RIP(%rsp), %rdx
        mov     CKPT_UC_RCX(%rsp), %rcx
        xor     %rdx, %rcx
        movabs  $CKPT_CALL_RESTARTS, %rax
        cmp     %rax, %rcx
        je      .Lend_call
        .hidden __ckpt_program_restorer
        .globl  __ckpt_program_restorer
        .type   __ckpt_program_restorer, @function
__ckpt_program_restorer:
        mov     CKPT_UC_RIP(%rsp), %rdx
        mov     CKPT_UC_RCX(%rsp), %rcx
        xor     %rdx, %rcx
        movabs  $CKPT_CALL_AGAIN, %rax
        cmp     %rax, %rcx
        je      .Lend_call
        cmpq    $-4, CKPT_UC_RAX(%rsp)  // -EINTR
        jne     .Lreturn
        lea     -2(%rdx), %rax
        and     $PAGE_MASK, %eax
        cmp     $PAGE_MASK-1, %eax
        ja      .Lreturn                // two pages
        cmpw    $CALL_INSTRUCTION, -2(%rdx)
        je      .Lmark
.Lreturn:
        mov     $15, %eax               // __NR_rt_sigreturn
        syscall
        ud2
// The handler came before the call that was to be made again.
.Lend_call:
        add     $2, %rdx
        mov     %rdx, CKPT_UC_RIP(%rsp)
        movq    $-4, CKPT_UC_RAX(%rsp)
.Lmark:
        movabs  $CKPT_CALL_HANDLED, %rax
        xor     %rdx, %rax
        mov     %rax, CKPT_UC_RCX(%rsp)
        jmp     .Lreturn
        .cfi_endproc
        .size   __ckpt_program_restorer, . - __ckpt_program_restorer

#include "runtime/arch/x86_64/property_note.inc"
