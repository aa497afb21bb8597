// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// syscall(3).  libc's own loses the call's number before the instruction; this
// one keeps it in the red zone, which a signal frame leaves alone (the stack
// pointer stays: clone() may change stacks here), and the nop behind the instruction tells the
// checkpoint handler so (ckpt/call_site.cpp).
        .text
        .globl  syscall
        .type   syscall, @function
syscall:
        .cfi_startproc
        endbr64
        mov     %rdi, -8(%rsp)
        mov     %rdi, %rax
        mov     %rsi, %rdi
        mov     %rdx, %rsi
        mov     %rcx, %rdx
        mov     %r8, %r10
        mov     %r9, %r8
        mov     8(%rsp), %r9
        syscall
        .byte   0x0f, 0x1f, 0x84, 0x00
        .ascii  "CALL"
        cmp     $-4095, %rax
        jae     1f
        ret
1:      neg     %eax
        push    %rax
        .cfi_adjust_cfa_offset 8
        call    __errno_location@PLT
        pop     %rcx
        .cfi_adjust_cfa_offset -8
        mov     %ecx, (%rax)
        mov     $-1, %rax
        ret
        .cfi_endproc
        .size   syscall, . - syscall

#include "runtime/arch/x86_64/property_note.inc"
