# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# An entry point before _start: writes "go ".
        .section .text.go, "ax", @progbits
        .globl  go
go:     push    %rdx
        mov     $1, %eax
        mov     $1, %edi
        lea     text(%rip), %rsi
        mov     $3, %edx
        syscall
        pop     %rdx
        jmp     _start
text:   .ascii  "go "
        .section .note.GNU-stack, "", @progbits
