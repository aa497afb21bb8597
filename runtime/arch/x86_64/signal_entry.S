// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How a thread comes in through a signal, waits, and leaves through its frame.
//
// Not one byte of the interrupted stack below the kernel's frame is used:
// coroutines have small stacks, and memory must not change while it is saved.
// What is to be decided is decided on the gate's stack, which threads use one
// at a time (ckpt/signal_entry.cpp); who serves the request gets the runtime's
// own stack for it; who waits does so without a stack.

#include "runtime/arch/x86_64/leave_wait.inc"

// struct Gate of ckpt/gate.h.
#define LOCK    __ckpt_gate+0(%rip)
#define CHANGE  __ckpt_gate+4(%rip)
#define STOP    __ckpt_gate+8(%rip)
#define SERVER  __ckpt_gate+12(%rip)
#define CHAIN   __ckpt_gate+16(%rip)
#define LAST    __ckpt_gate+24(%rip)

// enum class Entry of ckpt/gate.h.
#define LEAVE   0
#define WAIT    1
#define AGAIN   2
#define SERVE   3
#define CHAINED 4

// enum class Release of ckpt/gate.h.
#define RELEASE_SERVE 1
#define RELEASE_LAST  2

// enum Stop of ckpt/gate.h.
#define STOPPED 1

#define NR_GETPID      39
#define NR_EXIT        60
#define NR_FUTEX       202
#define NR_KCMP        312
#define KCMP_VM        1
#define WAIT_PRIVATE   128
#define WAKE_PRIVATE   129

// Waits while the 32-bit word at `word` holds %edx.
        .macro  futex_wait word
        lea     \word, %rdi
        mov     $WAIT_PRIVATE, %esi
        xor     %r10d, %r10d
        mov     $NR_FUTEX, %eax
        syscall
        .endm

// Wakes at most %edx waiters.
        .macro  futex_wake word
        lea     \word, %rdi
        mov     $WAKE_PRIVATE, %esi
        mov     $NR_FUTEX, %eax
        syscall
        .endm

// Waiters look again: something has changed.
        .macro  announce word
        lock incl \word
        mov     $0x7fffffff, %edx
        futex_wake \word
        .endm

// The gate's lock holds its owner's process ID: a child that was forked
// meanwhile finds its parent's in a copy of the memory, and takes it.  (In a
// child of vfork it is the parent's own.)  Bit 31: somebody waits.  Changes all
// but rbx, rbp, rsp, r13, r14, r15.
        .macro  lock_gate
        mov     $NR_GETPID, %eax
        syscall
        mov     %eax, %r12d             // what is stored
        mov     %eax, %r8d              // who we are
.Ltry\@:
        xor     %eax, %eax
        lock cmpxchg %r12d, LOCK
        je      .Llocked\@
        mov     %eax, %edx
        and     $0x7fffffff, %edx
        mov     %eax, %r9d
        cmp     %edx, %r8d
        je      .Lbusy\@
        mov     %r8d, %edi
        mov     %edx, %esi
        mov     $KCMP_VM, %edx
        mov     $NR_KCMP, %eax
        syscall
        test    %eax, %eax
        jnz     .Lparents\@
.Lbusy\@:
        mov     %r9d, %eax
        mov     %eax, %edx
        or      $0x80000000, %edx
        or      $0x80000000, %r12d      // others may wait behind us
        lock cmpxchg %edx, LOCK
        jne     .Ltry\@
        futex_wait LOCK
        jmp     .Ltry\@
.Lparents\@:
        mov     %r9d, %eax
        lock cmpxchg %r12d, LOCK
        jne     .Ltry\@
.Llocked\@:
        .endm

        .macro  unlock_gate
        xor     %eax, %eax
        xchg    %eax, LOCK
        test    %eax, %eax
        jns     .Lnobody\@
        mov     $1, %edx
        futex_wake LOCK
.Lnobody\@:
        .endm

        .text

// The handler: rdi = signal, rsi = siginfo, rdx = ucontext, rsp -> rt_sigframe.
        .hidden __ckpt_signal_entry
        .globl  __ckpt_signal_entry
        .type   __ckpt_signal_entry, @function
__ckpt_signal_entry:
        endbr64
        cld
        leave_wait
        mov     %edi, %r13d
        mov     %rsi, %r14
        mov     %rdx, %r15
        mov     %rsp, %rbx
.Ldecide:
        lock_gate
        mov     %r13d, %edi
        mov     %r14, %rsi
        mov     %r15, %rdx
        mov     %rbx, %rcx
        lea     __ckpt_gate_stack_top(%rip), %rsp
        xor     %ebp, %ebp
        call    __ckpt_on_entry
        // low byte: what to do; next: the signal; high half: CHANGE before
        mov     %rbx, %rsp
        mov     %rax, %rbp
        movzbl  %ah, %eax
        mov     %eax, %r13d
        unlock_gate
        cmp     $LEAVE, %bpl
        je      .Lleave
        cmp     $WAIT, %bpl
        je      .Lwait
        cmp     $SERVE, %bpl
        je      .Lserve
        cmp     $CHAINED, %bpl
        je      .Lchain
        shr     $32, %rbp
        mov     %ebp, %edx
        futex_wait CHANGE
        jmp     .Ldecide

.Lserve:
        mov     %r13d, %edi
        mov     %r14, %rsi
        mov     %r15, %rdx
        mov     %rbx, %rcx
        lea     __ckpt_stack_top(%rip), %rsp
        xor     %ebp, %ebp
        call    __ckpt_on_signal
        mov     %rbx, %rsp
        movl    $0, SERVER
        announce CHANGE
        announce LAST                   // late: the first thread may be this one
.Lleave:
        mov     %rbx, %rsp
        jmp     __ckpt_finish_wait

// Stopped until the word STOP is 0.
.Lwait:
        mov     CHANGE, %ebp
        mov     STOP, %eax
        test    %eax, %eax
        jz      .Lreleased
        cmp     $STOPPED, %eax
        ja      .Lerrand
.Lsleep:
        mov     %ebp, %edx
        futex_wait CHANGE
        jmp     .Lwait
.Lerrand:
        lock_gate
        mov     %rbx, %rdi
        lea     __ckpt_gate_stack_top(%rip), %rsp
        call    __ckpt_on_errand
        mov     %rbx, %rsp
        unlock_gate
        jmp     .Lsleep
.Lreleased:
        lock_gate
        mov     %rbx, %rdi
        lea     __ckpt_gate_stack_top(%rip), %rsp
        mov     LAST, %ebp
        call    __ckpt_on_release
        mov     %rbx, %rsp
        mov     %eax, %r12d
        unlock_gate
        cmp     $RELEASE_SERVE, %r12d
        je      .Ldecide
        cmp     $RELEASE_LAST, %r12d
        jne     .Lleave
.Llast:
        mov     %ebp, %edx
        futex_wait LAST
        cmp     LAST, %ebp
        je      .Llast
        jmp     .Lleave

// The signal is libc's own: its handler, as if it had been called at once.
.Lchain:
        mov     %r13d, %edi
        mov     %r14, %rsi
        mov     %r15, %rdx
        xor     %ebp, %ebp
        jmp     *CHAIN
        .size   __ckpt_signal_entry, . - __ckpt_signal_entry

// __ckpt_thread_resume: a restored thread's first instruction in the saved
// program, rdi = struct ThreadStart *.  It has no stack and every signal is
// blocked.
        .hidden __ckpt_thread_resume
        .globl  __ckpt_thread_resume
        .type   __ckpt_thread_resume, @function
__ckpt_thread_resume:
        endbr64
        mov     %rdi, %r14
        lock_gate
        mov     %r14, %rdi
        lea     __ckpt_gate_stack_top(%rip), %rsp
        xor     %ebp, %ebp
        call    __ckpt_on_thread_resume
        mov     %rax, %rbx              // its frame
        mov     %rbx, %rsp
        xor     %r13d, %r13d
        unlock_gate
        jmp     .Lwait
        .size   __ckpt_thread_resume, . - __ckpt_thread_resume

// [[noreturn]] void __ckpt_leave(u64 frame): frees the runtime's own stack and
// goes on through the frame.  frame 0: the thread had ended.
        .hidden __ckpt_leave
        .globl  __ckpt_leave
        .type   __ckpt_leave, @function
__ckpt_leave:
        endbr64
        mov     %rdi, %rbx
        mov     %rdi, %rsp
        movl    $0, SERVER
        announce CHANGE
        announce LAST
        test    %rbx, %rbx
        jnz     .Lleave
        xor     %edi, %edi
        mov     $NR_EXIT, %eax
        syscall
        ud2
        .size   __ckpt_leave, . - __ckpt_leave

// void __ckpt_on_own_stack(void (*function)(void *), void *argument).  The
// caller has blocked every signal but the one that stops threads.
        .hidden __ckpt_on_own_stack
        .globl  __ckpt_on_own_stack
        .type   __ckpt_on_own_stack, @function
__ckpt_on_own_stack:
        endbr64
        push    %rbx
        push    %r12
        push    %r13
        push    %r14
        mov     %rdi, %r13
        mov     %rsi, %r14
        mov     $NR_GETPID, %eax
        syscall
        mov     %eax, %r12d
1:      mov     CHANGE, %ebx
        xor     %eax, %eax
        lock cmpxchg %r12d, SERVER
        je      2f
        cmp     %eax, %r12d
        jne     3f
        mov     %ebx, %edx
        futex_wait CHANGE
        jmp     1b
3:      lock cmpxchg %r12d, SERVER      // its parent's, in a forked child
        jne     1b
2:      mov     %r14, %rdi
        mov     %rsp, %rbx
        lea     __ckpt_stack_top(%rip), %rsp
        call    *%r13
        mov     %rbx, %rsp
        movl    $0, SERVER
        announce CHANGE
        pop     %r14
        pop     %r13
        pop     %r12
        pop     %rbx
        ret
        .size   __ckpt_on_own_stack, . - __ckpt_on_own_stack

// void __ckpt_on_claimed_stack(void (*function)(void *), void *argument)
        .hidden __ckpt_on_claimed_stack
        .globl  __ckpt_on_claimed_stack
        .type   __ckpt_on_claimed_stack, @function
__ckpt_on_claimed_stack:
        endbr64
        push    %rbx
        mov     %rdi, %rax
        mov     %rsi, %rdi
        mov     %rsp, %rbx
        lea     __ckpt_stack_top(%rip), %rsp
        call    *%rax
        mov     %rbx, %rsp
        pop     %rbx
        ret
        .size   __ckpt_on_claimed_stack, . - __ckpt_on_claimed_stack

// i64 __ckpt_create_task(u64 flags, u64 tid_address, u64 tls,
//                        void (*start)(void *), void *argument)
// clone(2); the new thread goes to start(argument) without a stack.
        .hidden __ckpt_create_task
        .globl  __ckpt_create_task
        .type   __ckpt_create_task, @function
__ckpt_create_task:
        endbr64
        push    %rbx
        push    %r12
        mov     %rcx, %rbx
        mov     %r8, %r12
        mov     %rsi, %r10              // child_tid
        mov     %rdx, %r8               // tls
        xor     %esi, %esi
        xor     %edx, %edx
        mov     $56, %eax               // __NR_clone
        syscall
        test    %rax, %rax
        jnz     1f
        mov     %r12, %rdi
        xor     %ebp, %ebp
        jmp     *%rbx
1:      pop     %r12
        pop     %rbx
        ret
        .size   __ckpt_create_task, . - __ckpt_create_task

#include "runtime/arch/x86_64/property_note.inc"
