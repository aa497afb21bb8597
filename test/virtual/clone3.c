// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// clone3 as the kernel has it: a thread, a child with a number of its own for
// CLONE_PIDFD, one whose handlers are gone; and its errors.
// RUN: %ckpt gcc -O2 -w -I %src/test/Inputs %s -o %t && %t | grep good
// RUN: %t -_condor_nowarn -_condor_aggravate_bugs | grep good
#include "ckpt_test.h"
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

static int opened = -1, thread_id = 1;
static long call(long n, long a, long b, long c, long d) {
  register long r10 asm("r10") = d;
  asm volatile("syscall" : "+a"(n) : "D"(a), "S"(b), "d"(c), "r"(r10) : "rcx", "r11", "memory");
  return n;
}
static void body(void) { opened = call(SYS_open, (long)"/etc/passwd", 0, 0, 0); }
long begin_thread(struct clone_args *, long, void (*)(void));
asm("begin_thread: push %rbx; mov %rdx, %rbx; mov $435, %eax; syscall; test %rax, %rax\n"
    "jnz 1f; call *%rbx; xor %edi, %edi; mov $60, %eax; syscall; 1: pop %rbx; ret");

int main(void) {
  struct clone_args thread = {0};
  thread.child_tid = (long)&thread_id;
  thread.stack_size = 65536;
  thread.flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
                 CLONE_CHILD_CLEARTID;
  thread.stack = (long)mmap(NULL, 65536, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(begin_thread(&thread, sizeof thread, body) > 0);
  while (__atomic_load_n(&thread_id, __ATOMIC_SEQ_CST))
    call(SYS_futex, (long)&thread_id, FUTEX_WAIT, 1, 0);
  char text[5] = "";
  CHECK(read(opened, text, 4) == 4 && !strcmp(text, "root"));
  int process = -1;
  struct clone_args child = {CLONE_PIDFD | CLONE_CLEAR_SIGHAND, (long)&process};
  child.exit_signal = SIGCHLD;
  signal(SIGURG, (void (*)(int))body);
  long pid = call(SYS_clone3, (long)&child, sizeof child, 0, 0);
  if (!pid)
    _exit(signal(SIGURG, SIG_IGN) == SIG_DFL && read(opened, text, 1) == 1 ? 7 : 1);
  siginfo_t end = {0};
  CHECK(pid > 0 && fcntl(process, F_GETFD) == FD_CLOEXEC);
  CHECK(!waitid(P_PIDFD, process, &end, WEXITED) && end.si_status == 7);
  CHECK(call(SYS_clone3, (long)&child, 8, 0, 0) == -EINVAL);
  CHECK(call(SYS_clone3, 8, sizeof child, 0, 0) == -EFAULT);
  child.flags = 1ull << 63;
  CHECK(call(SYS_clone3, (long)&child, sizeof child, 0, 0) == -EINVAL);
  puts("good");
}
