// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A child that its parent traces from the start is a plain process: its stops are
// those of its calls, and descriptors have the numbers that it knows.
// RUN: %ckpt gcc -O2 -w -I %src/test/Inputs %s -o %t && %t > %t.plain
// RUN: %t -_condor_nowarn -_condor_aggravate_bugs > %t.out && diff %t.plain %t.out
// RUN: FileCheck %s < %t.out
// CHECK: calls: 0 72 3 17 59
// CHECK: child: 7 0
#include "ckpt_test.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>

static int traced(int file, int closing) {
  char text[5] = "";
  ptrace(PTRACE_TRACEME, 0, NULL, NULL);
  raise(SIGSTOP);
  syscall(SYS_read, file, text, 4);
  syscall(SYS_fcntl, closing, F_GETFD);
  syscall(SYS_close, file);
  syscall(SYS_pread64, 21, text, 4, 0);
  execl("/bin/sh", "sh", "-c", "test -e /proc/self/fd/20 && ! test -e /proc/self/fd/21"
        " && test \"$0\" = root && exit 7", text, NULL);
  return 1;
}

int main(void) {
  int status, calls = 0, signals = 0;
  int file = open("/etc/passwd", O_RDONLY);
  CHECK(dup2(file, 20) == 20 && dup3(file, 21, O_CLOEXEC) == 21);
  pid_t child = fork();
  if (!child)
    _exit(traced(file, 21));
  CHECK(waitpid(child, &status, 0) == child && WSTOPSIG(status) == SIGSTOP);
  CHECK(!ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC));
  printf("calls:");
  for (int signal = 0, entry = 0, execs = 0;; signal = 0) {
    CHECK(!ptrace(PTRACE_SYSCALL, child, 0, signal));
    CHECK(waitpid(child, &status, 0) == child);
    if (!WIFSTOPPED(status))
      break;
    struct user_regs_struct regs;
    if (WSTOPSIG(status) == (SIGTRAP | 0x80)) {
      CHECK(!ptrace(PTRACE_GETREGS, child, 0, &regs));
      entry = !entry;
      if (entry && !execs && ++calls <= 40)
        printf(" %lld", regs.orig_rax);
      execs |= regs.orig_rax == SYS_execve;
    } else if (WSTOPSIG(status) != SIGTRAP) {
      signal = WSTOPSIG(status);
      ++signals;
    }
  }
  printf("\nchild: %d %d\n", WEXITSTATUS(status), signals);
}
