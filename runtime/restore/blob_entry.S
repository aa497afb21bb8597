// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The first bytes of the restorer's blob: its entries (abi/restorer_blob.h).
        .section .text.first, "ax", @progbits
        .balign 16
        jmp     __ckpt_restorer

// A thread that was created before the switch: it waits here, without a stack,
// while the memory behind it is replaced.  rdi = struct ThreadStart *
// (abi/restore_args.h).
        .balign 16
        mov     %rdi, %rbx
        movl    $1, 4(%rbx)
        lea     4(%rbx), %rdi
        mov     $129, %esi              // FUTEX_WAKE_PRIVATE
        mov     $1, %edx
        mov     $202, %eax              // __NR_futex
        syscall
1:      cmpl    $0, (%rbx)
        jne     2f
        mov     %rbx, %rdi
        mov     $128, %esi              // FUTEX_WAIT_PRIVATE
        xor     %edx, %edx
        xor     %r10d, %r10d
        mov     $202, %eax              // __NR_futex
        syscall
        jmp     1b
2:      mov     8(%rbx), %rax
        mov     %rbx, %rdi
        test    %rax, %rax
        jz      3f
        jmp     *%rax
3:      lea     4(%rbx), %rdi           // 0 is written there at its end
        mov     $218, %eax              // __NR_set_tid_address
        syscall
        xor     %edi, %edi
        mov     $60, %eax               // __NR_exit
        syscall
        ud2

        .section .note.GNU-stack, "", @progbits
