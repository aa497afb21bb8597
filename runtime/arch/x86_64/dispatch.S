// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program's system call, made by the runtime: with translated arguments, as
// if the program had called a function in its place.
//
// The trap (syscall/trap.cpp) does not make the call: it turns the signal frame
// so that the program goes on here, outside of any handler, with every register
// as it was but rcx and r11, which a system call loses anyway: rcx is where the
// program goes on, r11 its flags.  So signals, EINTR, a checkpoint, longjmp and
// unwinders meet ordinary code on the program's own stack.

#include "runtime/abi/syscall_frame.h"
#include "runtime/arch/x86_64/syscall_arguments.inc"
#include "runtime/arch/x86_64/wait_marks.h"

#define NR_SIGRETURN 15
#define FLAGS_CLEAR 0x202               // none set but that of interrupts

        .text

// long __ckpt_syscall(long nr, long a, long b, long c, long d, long e, long f):
// see syscall/direct.h.  Plain, it keeps the number for the checkpoint handler
// as shims/syscall.S does.
        .globl  __ckpt_syscall
        .type   __ckpt_syscall, @function
__ckpt_syscall:
        .cfi_startproc
        endbr64
        cmpb    $0, __ckpt_dispatching(%rip)
        jne     1f
        marked_syscall
        ret
1:      kernel_arguments
        lea     2f(%rip), %rcx
        jmp     __ckpt_direct
2:      ret
        .cfi_endproc
        .size   __ckpt_syscall, . - __ckpt_syscall

// Where code goes in place of its instruction, with its registers, and rcx where
// it goes on; see syscall/direct.h.  What has no more than one descriptor, in
// front, gets the real one and is made here, and the dispatcher is not asked.
//
// Jumps, and no call and "ret": the processor forgets in the kernel where calls
// come from (safe RET against Inception and the like), and a "ret" behind a
// system call is then a branch that it foresees wrongly.
        .globl  __ckpt_direct
        .type   __ckpt_direct, @function
        .cfi_startproc
        .cfi_def_cfa %rsp, 0
        .cfi_register %rip, %rcx
        nop     // "return address minus one" is looked up
__ckpt_direct:
        endbr64
        lea     -CKPT_RED_ZONE(%rsp), %rsp
        .cfi_def_cfa_offset CKPT_RED_ZONE
        push    %rcx
        .cfi_adjust_cfa_offset 8
        .cfi_offset %rip, -CKPT_RED_ZONE-8
        push    %rdi
        .cfi_adjust_cfa_offset 8
        cmp     $CKPT_CALL_SHAPES, %rax
        jae     3f
        lea     __ckpt_call_shapes(%rip), %rcx
        cmpb    $CKPT_SHAPE_DESCRIPTOR, (%rcx,%rax)
        jb      1f
        ja      3f
        cmp     __ckpt_own_table+CKPT_TABLE_SIZE(%rip), %edi
        jae     3f
        cmpl    $0, __ckpt_child_tables(%rip)
        jne     3f
        mov     __ckpt_own_table(%rip), %rcx
        mov     %edi, %edi
        mov     (%rcx,%rdi,8), %ecx
        and     $CKPT_REAL_BITS, %ecx
        dec     %ecx
        js      3f                      // the number is free
        mov     %ecx, %edi
1:      .hidden __ckpt_direct_made
        .globl  __ckpt_direct_made
        kept_syscall __ckpt_direct_made
        cmp     $-4, %rax               // -EINTR
        je      4f
        pop     %rdi
        .cfi_adjust_cfa_offset -8
2:      pop     %rcx
        .cfi_remember_state
        .cfi_adjust_cfa_offset -8
        .cfi_register %rip, %rcx
        lea     CKPT_RED_ZONE(%rsp), %rsp
        .cfi_def_cfa_offset 0
        notrack jmp *%rcx
        .cfi_restore_state
        .cfi_adjust_cfa_offset 8
4:      lea     __ckpt_direct_made(%rip), %rdi
        movabs  $CKPT_CALL_HANDLED, %r11
        xor     %r11, %rdi
        cmp     %rdi, %rcx
        jne     5f
        pop     %rdi
        .cfi_adjust_cfa_offset -8
        xor     (%rsp), %r11
        jmp     2b
        .cfi_adjust_cfa_offset 8
5:      mov     -8(%rsp), %rax
        pop     %rdi
        .cfi_remember_state
        .cfi_adjust_cfa_offset -8
        pop     %rcx
        .cfi_adjust_cfa_offset -8
        .cfi_register %rip, %rcx
        lea     CKPT_RED_ZONE(%rsp), %rsp
        .cfi_def_cfa_offset 0
        mov     $FLAGS_CLEAR, %r11d
        jmp     __ckpt_unexplained
        .cfi_restore_state
3:      pop     %rdi
        .cfi_adjust_cfa_offset -8
        pop     %rcx
        .cfi_adjust_cfa_offset -8
        .cfi_register %rip, %rcx
        lea     CKPT_RED_ZONE(%rsp), %rsp
        .cfi_def_cfa_offset 0
        mov     $FLAGS_CLEAR, %r11d
        jmp     __ckpt_trapped
        .cfi_endproc
        .size   __ckpt_direct, . - __ckpt_direct

// The block of the call, at rbx, from the registers of the program's instruction;
// rcx is where it goes on, r11 its flags.
        .macro  call_frame
        lea     -CKPT_RED_ZONE(%rsp), %rsp
        .cfi_def_cfa_offset CKPT_RED_ZONE
        push    %rcx
        .cfi_adjust_cfa_offset 8
        .cfi_offset %rip, -CKPT_RED_ZONE-8
        push    %r11
        .cfi_adjust_cfa_offset 8
        cld
        sub     $CKPT_CALL_SIZE, %rsp
        .cfi_adjust_cfa_offset CKPT_CALL_SIZE
        mov     %rbx, CKPT_CALL_RBX(%rsp)
        .cfi_offset %rbx, CKPT_CALL_RBX-CKPT_CALL_TO_PROGRAM
        mov     %rax, CKPT_CALL_OWN(%rsp)
        mov     %rdi, CKPT_CALL_OWN+8(%rsp)
        mov     %rsi, CKPT_CALL_OWN+16(%rsp)
        mov     %rdx, CKPT_CALL_OWN+24(%rsp)
        mov     %r10, CKPT_CALL_OWN+32(%rsp)
        mov     %r8, CKPT_CALL_OWN+40(%rsp)
        mov     %r9, CKPT_CALL_OWN+48(%rsp)
        mov     %rsp, %rbx
        .cfi_def_cfa %rbx, CKPT_CALL_TO_PROGRAM
        mov     %rbx, %rdi
        and     $-16, %rsp
        .endm

        .hidden __ckpt_trapped
        .globl  __ckpt_trapped
        .type   __ckpt_trapped, @function
        .cfi_startproc
        .cfi_def_cfa %rsp, 0
        .cfi_register %rip, %rcx
        nop     // "return address minus one" is looked up
__ckpt_trapped:
        call_frame
        call    __ckpt_begin_call
.Lbegun:
        mov     %rbx, %rsp
        cmp     $CKPT_CALL_MAKE, %eax
        jb      .Ldone
.Lmake:
        mov     (%rbx), %rdi
        mov     8(%rbx), %rsi
        mov     16(%rbx), %rdx
        mov     24(%rbx), %r10
        mov     32(%rbx), %r8
        mov     40(%rbx), %r9
        cmp     $CKPT_CALL_CLONE, %eax
        mov     CKPT_CALL_NUMBER(%rbx), %rax
        je      .Lclone
        ja      .Lvfork
        syscall
        .hidden __ckpt_call_made
        .globl  __ckpt_call_made
__ckpt_call_made:
        cmp     $-4, %rax               // -EINTR
        je      .Linterrupted
.Lmade: mov     %rbx, %rdi
        mov     %rax, %rsi
        and     $-16, %rsp
        call    __ckpt_end_call
        mov     %rbx, %rsp
.Ldone:
        mov     CKPT_CALL_RESULT(%rbx), %rax
        mov     CKPT_CALL_FLAGS(%rbx), %r11
        cmp     $-4, %rax               // -EINTR: not for a request, so it is right
        jne     1f
        cmpl    $0, CKPT_CALL_UNEXPLAINED(%rbx)
        jne     1f
        movabs  $CKPT_CALL_HANDLED, %r11
        xor     CKPT_CALL_RETURN(%rbx), %r11
1:      mov     CKPT_CALL_OWN+8(%rbx), %rdi
        mov     CKPT_CALL_OWN+16(%rbx), %rsi
        mov     CKPT_CALL_OWN+24(%rbx), %rdx
        mov     CKPT_CALL_OWN+32(%rbx), %r10
        mov     CKPT_CALL_OWN+40(%rbx), %r8
        mov     CKPT_CALL_OWN+48(%rbx), %r9
        mov     CKPT_CALL_RETURN(%rbx), %rcx
        .cfi_remember_state
        .cfi_register %rip, %rcx
        mov     CKPT_CALL_RBX(%rbx), %rbx
        .cfi_restore %rbx
        .cfi_def_cfa %rsp, CKPT_CALL_TO_PROGRAM
        lea     CKPT_CALL_SIZE(%rsp), %rsp
        .cfi_adjust_cfa_offset -CKPT_CALL_SIZE
        popf
        .cfi_adjust_cfa_offset -8
        lea     8+CKPT_RED_ZONE(%rsp), %rsp
        .cfi_def_cfa_offset 0
        notrack jmp *%rcx
        .cfi_restore_state

.Linterrupted:
        mov     %rbx, %rdi
        mov     %rcx, %rsi              // a handler's mark, or not
        and     $-16, %rsp
        call    __ckpt_interrupted_call
        mov     %rbx, %rsp
        cmp     $CKPT_CALL_MAKE, %eax
        je      .Lmake
        mov     $-4, %rax
        jmp     .Lmade

// A new thread, or a process on a stack of its own: rbx of the program goes with
// it in its red zone; the other registers that functions keep are as they were.
.Lclone:
        syscall
        test    %rax, %rax
        jnz     .Lmade
        .cfi_endproc
        .size   __ckpt_trapped, . - __ckpt_trapped
        // In the child, rsp is its stack and every signal is blocked.
        mov     %rsp, %rbx
        lea     -256(%rsp), %rsp
        and     $-16, %rsp
        mov     %rbx, %rdi
        call    __ckpt_child_begins
        mov     %rbx, %rsp
        mov     CKPT_CHILD_RDI(%rsp), %rdi
        mov     CKPT_CHILD_RSI(%rsp), %rsi
        mov     CKPT_CHILD_RDX(%rsp), %rdx
        mov     CKPT_CHILD_R10(%rsp), %r10
        mov     CKPT_CHILD_R8(%rsp), %r8
        mov     CKPT_CHILD_R9(%rsp), %r9
        mov     CKPT_CHILD_RBX(%rsp), %rbx
        mov     CKPT_CHILD_FLAGS(%rsp), %r11
        mov     CKPT_CHILD_RETURN(%rsp), %rcx
        xor     %eax, %eax
        notrack jmp *%rcx

// A child on this stack: it comes by here and goes on into the program, whose
// functions write over all of this, and ends or execs; then the parent comes by.
// rbx is where a copy of the block is.
.Lvfork:
        mov     CKPT_CALL_RESULT(%rbx), %rbx
        syscall
        mov     %rbx, %rdi
        mov     %rax, %rsi
        mov     %rsp, %rdx
        and     $-16, %rsp
        call    __ckpt_vforked
        mov     %rax, %rbx
        mov     %rax, %rsp
        jmp     .Ldone

// Behind the call that was made for an int 0x80, which keeps every register but
// rax: where it goes on comes from below the program's red zone, off the stack.
        .hidden __ckpt_old_call_made
        .globl  __ckpt_old_call_made
        .type   __ckpt_old_call_made, @function
        nop     // "return address minus one" is looked up
__ckpt_old_call_made:
        endbr64
        mov     CKPT_OLD_RDI(%rsp), %rdi
        mov     CKPT_OLD_RSI(%rsp), %rsi
        mov     CKPT_OLD_RDX(%rsp), %rdx
        mov     CKPT_OLD_R10(%rsp), %r10
        mov     CKPT_OLD_R8(%rsp), %r8
        mov     CKPT_OLD_R9(%rsp), %r9
        mov     CKPT_OLD_RSP(%rsp), %rcx
        mov     CKPT_OLD_RIP(%rsp), %r11
        mov     %r11, -CKPT_RED_ZONE-8(%rcx)
        mov     CKPT_OLD_FLAGS(%rsp), %r11
        mov     %r11, -CKPT_RED_ZONE-16(%rcx)
        mov     CKPT_OLD_RCX(%rsp), %r11
        mov     %r11, -CKPT_RED_ZONE-24(%rcx)
        mov     CKPT_OLD_R11(%rsp), %r11
        lea     -CKPT_RED_ZONE-24(%rcx), %rsp
        pop     %rcx
        popf
        ret     $CKPT_RED_ZONE
        .size   __ckpt_old_call_made, . - __ckpt_old_call_made

// As __ckpt_trapped, for a call that was made and has reported EINTR.
        .type   __ckpt_unexplained, @function
        .cfi_startproc
        .cfi_def_cfa %rsp, 0
        .cfi_register %rip, %rcx
__ckpt_unexplained:
        call_frame
        call    __ckpt_begin_again
        jmp     .Lbegun
        .cfi_endproc
        .size   __ckpt_unexplained, . - __ckpt_unexplained

// The way back through a frame of the program's: rsp is where its handler's
// "ret" has left it.
        .hidden __ckpt_sigreturn
        .globl  __ckpt_sigreturn
        .type   __ckpt_sigreturn, @function
__ckpt_sigreturn:
        mov     $NR_SIGRETURN, %eax
        syscall
        ud2
        .size   __ckpt_sigreturn, . - __ckpt_sigreturn

#include "runtime/arch/x86_64/property_note.inc"
