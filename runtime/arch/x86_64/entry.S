// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The program's ELF entry, the jumps between stacks, and the runtime's own
// memory.

// __ckpt_start: rsp -> argc, rdx = function to register with atexit (System V
// ABI, 3.4.1).  Both reach the real entry as the kernel or ld.so left them.
// The marker nop after endbr64 is how the driver knows the entry of a stripped
// program: 0f 1f 84 00 'CKPT'.
        .text
        .globl  __ckpt_start
        .type   __ckpt_start, @function
__ckpt_start:
        endbr64
        .byte   0x0f, 0x1f, 0x84, 0x00
        .ascii  "CKPT"
        mov     %rsp, %rbx
        mov     %rdx, %r12
        mov     %rsp, %rdi
        xor     %ebp, %ebp
        lea     __ckpt_stack_top(%rip), %rsp // the program's may be small
        call    __ckpt_enter
        mov     %rbx, %rsp
        call    __ckpt_arm
        mov     %r12, %rdx
        jmp     __ckpt_next
        .size   __ckpt_start, . - __ckpt_start

// void __ckpt_preinit_entry(int argc, char **argv, char **envp)
        .type   __ckpt_preinit_entry, @function
__ckpt_preinit_entry:
        endbr64
        push    %rbx
        mov     %rsp, %rbx
        lea     __ckpt_stack_top(%rip), %rsp
        call    __ckpt_preinit
        mov     %rbx, %rsp
        call    __ckpt_arm
        pop     %rbx
        ret
        .size   __ckpt_preinit_entry, . - __ckpt_preinit_entry

// The entry the program would have had.  Weak: a user's own -e SYMBOL arrives
// as --defsym=__ckpt_next=SYMBOL.
        .weak   __ckpt_next
        .type   __ckpt_next, @function
__ckpt_next:
        jmp     _start
        .size   __ckpt_next, . - __ckpt_next

// SA_RESTORER.  These exact bytes: unwinders and gdb know a signal frame by
// "mov $15, %rax; syscall".  The nop keeps the byte before it out of the
// unwinder's "return address minus one" lookup.
        nop
        .hidden __ckpt_restore_rt
        .globl  __ckpt_restore_rt
        .type   __ckpt_restore_rt, @function
__ckpt_restore_rt:
        .byte   0x48, 0xc7, 0xc0, 0x0f, 0x00, 0x00, 0x00
        syscall
        .size   __ckpt_restore_rt, . - __ckpt_restore_rt

// i64 __ckpt_clone_and_call(void (*function)(void *), void *argument): a child
// that shares the memory, and this stack below here, while the parent waits
// (CLONE_VM | CLONE_VFORK), but has a table of descriptors of its own.  Returns
// its number, or -errno.  No signal at its end: reap it with __WALL.
        .hidden __ckpt_clone_and_call
        .globl  __ckpt_clone_and_call
        .type   __ckpt_clone_and_call, @function
__ckpt_clone_and_call:
        endbr64
        xor     %edx, %edx              // the same stack
        xor     %r10d, %r10d
        mov     $0x4100, %ecx
        jmp     .Lclone_and_call
        .size   __ckpt_clone_and_call, . - __ckpt_clone_and_call

// i64 __ckpt_clone_beside(void (*function)(void *), void *argument,
//                         void *stack_top): a child that shares the memory and
// the table of descriptors (CLONE_VM | CLONE_FILES) and runs beside the caller,
// on a stack of its own.  Else as above.
        .hidden __ckpt_clone_beside
        .globl  __ckpt_clone_beside
        .type   __ckpt_clone_beside, @function
__ckpt_clone_beside:
        endbr64
        xor     %r10d, %r10d
        mov     $0x500, %ecx
.Lclone_and_call:
        push    %rbx
        push    %r12
        mov     %rdi, %rbx
        mov     %rsi, %r12
        mov     %ecx, %edi              // flags
        mov     %rdx, %rsi              // stack
        xor     %edx, %edx
        xor     %r8d, %r8d
        mov     $56, %eax               // __NR_clone
        syscall
        test    %rax, %rax
        jnz     1f
        xor     %ebp, %ebp
        mov     %r12, %rdi
        and     $-16, %rsp
        call    *%rbx
        xor     %edi, %edi
        mov     $60, %eax               // __NR_exit
        syscall
        ud2
1:      pop     %r12
        pop     %rbx
        ret
        .size   __ckpt_clone_beside, . - __ckpt_clone_beside

// i64 __ckpt_clone_apart(void (*function)(void *), void *argument,
//                        void *stack_top, u32 *word): the same with a copy of
// the table of descriptors.  At its end the kernel clears the word and wakes who
// waits for it (CLONE_CHILD_CLEARTID).
        .hidden __ckpt_clone_apart
        .globl  __ckpt_clone_apart
        .type   __ckpt_clone_apart, @function
__ckpt_clone_apart:
        endbr64
        mov     %rcx, %r10
        mov     $0x200100, %ecx
        jmp     .Lclone_and_call
        .size   __ckpt_clone_apart, . - __ckpt_clone_apart

// __ckpt_resume: where the restorer jumps to in the restored process, rdi =
// Handover *, rsp = stack top.
        .hidden __ckpt_resume
        .globl  __ckpt_resume
        .type   __ckpt_resume, @function
__ckpt_resume:
        endbr64
        xor     %ebp, %ebp
        call    __ckpt_resumed
        ud2
        .size   __ckpt_resume, . - __ckpt_resume

// The runtime's own stack.  Whole pages: they are never written to an image.
        .section .bss.ckpt_work, "aw", @nobits
        .balign 4096
        .hidden __ckpt_work_start
        .globl  __ckpt_work_start
__ckpt_work_start:
        // What threads meet at, see signal_entry.S and ckpt/stop.h.
        .hidden __ckpt_gate
        .globl  __ckpt_gate
__ckpt_gate:
        .zero   512
        .zero   4096 * 96 - 512
        .hidden __ckpt_stack_top
        .globl  __ckpt_stack_top
__ckpt_stack_top:
        // The second stack, on which threads decide and are stopped, one at a
        // time.
        .zero   4096 * 16
        .hidden __ckpt_gate_stack_top
        .globl  __ckpt_gate_stack_top
__ckpt_gate_stack_top:
        // What a keeper is told, and its stack (sys/keeper.cpp).
        .hidden __ckpt_keeper
        .globl  __ckpt_keeper
__ckpt_keeper:
        .zero   4096 * 2
        .hidden __ckpt_keeper_stack_top
        .globl  __ckpt_keeper_stack_top
__ckpt_keeper_stack_top:
        // What no image may hold, and a restart hands over.
        .hidden __ckpt_secret
        .globl  __ckpt_secret
__ckpt_secret:
        .zero   4096
        .hidden __ckpt_work_end
        .globl  __ckpt_work_end
__ckpt_work_end:

// A dynamic program's ELF entry runs after every library's constructors; its
// DT_PREINIT_ARRAY before any of them (System V gABI, chapter 5).
        .section .preinit_array, "aw", @preinit_array
        .balign 8
        .quad   __ckpt_preinit_entry


// The program's mark, see image.h.
        .section .note.ckpt, "a", @note
        .balign 4
        .long   5, 1024, 0x434b50ff
        .asciz  "CKPT"
        .balign 4
        .hidden __ckpt_program_note
        .globl  __ckpt_program_note
__ckpt_program_note:
        .long   1
        .zero   1020

#include "runtime/arch/x86_64/property_note.inc"
