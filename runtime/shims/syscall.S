// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// syscall(3).  libc's own loses the call's number before the instruction; this
// one keeps it (the stack pointer stays: clone() may change stacks here).  In a
// restarted program the numbers
// of threads among the arguments are looked at first, and absolute times are put
// on the kernel's clock.  Waits until one go that way always, so that the first
// restart finds the time too: futex operations with the bits of
// FUTEX_WAIT_BITSET and its kin, sleeps with TIMER_ABSTIME.
#include "runtime/arch/x86_64/syscall_arguments.inc"

        .text
        .globl  syscall
        .type   syscall, @function
        // By this the pass tells it from the program's own (passes/number_calls.cpp).
        .hidden __ckpt_syscall_shim
        .globl  __ckpt_syscall_shim
        .type   __ckpt_syscall_shim, @function
__ckpt_syscall_shim:
syscall:
        .cfi_startproc
        endbr64
.Lbegin:
        mov     __ckpt_life(%rip), %eax
        mov     %rax, -16(%rsp)
        test    %eax, %eax
        jne     2f
        cmp     $202, %edi
        je      4f
        cmp     $230, %edi
        je      5f
3:      kernel_arguments
        cmpb    $0, __ckpt_dispatching(%rip)
        jne     8f
9:      kept_syscall .Lmade
        cmp     $-4095, %rax
        jae     1f
        ret
1:      cmp     $-3, %rax               // -ESRCH
        je      6f
7:      neg     %eax
        push    %rax
        .cfi_adjust_cfa_offset 8
        call    __errno_location@PLT
        pop     %rcx
        .cfi_adjust_cfa_offset -8
        mov     %ecx, (%rax)
        mov     $-1, %rax
        ret
// A restart between the look at the arguments and the call has given the process
// and its threads other numbers: once more with these.
6:      mov     __ckpt_life(%rip), %ecx
        cmp     -16(%rsp), %ecx
        je      7b
        mov     %r8, %r9
        mov     %r10, %r8
        mov     %rdx, %rcx
        mov     %rsi, %rdx
        mov     %rdi, %rsi
        mov     -8(%rsp), %rdi
        jmp     .Lbegin
        // Without a trap; but the frame of rt_sigreturn(2) is the trap's to find.
8:      cmp     $15, %rax
        je      9b
        mov     %rax, -8(%rsp)
        lea     .Lmade(%rip), %rcx
        jmp     __ckpt_direct
4:      mov     %edx, %eax
        not     %eax
        test    $9, %al
        jnz     3b
        jmp     2f
5:      test    $1, %dl
        jz      3b
2:      mov     -16(%rsp), %rax
        push    %rdi
        push    %rsi
        push    %rdx
        push    %rcx
        push    %r8
        push    %r9
        push    %rax
        .cfi_adjust_cfa_offset 56
        lea     8(%rsp), %rdi
        call    __ckpt_name_threads
        mov     %eax, %r11d
        pop     %rax
        pop     %r9
        pop     %r8
        pop     %rcx
        pop     %rdx
        pop     %rsi
        pop     %rdi
        .cfi_adjust_cfa_offset -56
        mov     %rax, -16(%rsp)
        test    %r11b, %r11b
        jz      3b
        jmp     __ckpt_moved_call
        .cfi_endproc
        .size   syscall, . - syscall

#include "runtime/arch/x86_64/property_note.inc"
