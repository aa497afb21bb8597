/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Sends a program signals while it writes its image.

     signals_at_call NUMBER COUNT PROGRAM [ARGUMENT...]

   At the COUNT-th beginning of the system call NUMBER in its first thread:
   SIGUSR1 and a queued SIGRTMIN to the process, and a queued SIGRTMIN + 1 to the
   thread whose id is in the file `thread`.  Ends with 128 + the signal that the
   program died by. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

static void queue(pid_t process, pid_t thread, int number, int value) {
  siginfo_t info = {.si_signo = number, .si_code = SI_QUEUE};
  info.si_pid = getpid();
  info.si_value.sival_int = value;
  if (thread ? syscall(SYS_rt_tgsigqueueinfo, process, thread, number, &info)
             : syscall(SYS_rt_sigqueueinfo, process, number, &info))
    exit(3);
}

static void send(pid_t job) {
  int thread = 0;
  FILE *file = fopen("thread", "r");
  if (!file || fscanf(file, "%d", &thread) != 1)
    exit(4);
  fclose(file);
  kill(job, SIGUSR1);
  queue(job, 0, SIGRTMIN, 5);
  queue(job, thread, SIGRTMIN + 1, 7);
}

int main(int argc, char **argv) {
  unsigned long long number = strtoull(argv[1], 0, 10);
  long count = atol(argv[2]);
  int status, inside = 0;
  pid_t job = argc < 4 ? -1 : fork();
  if (!job) {
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    execv(argv[3], argv + 3);
    _exit(126);
  }
  waitpid(job, &status, 0); /* the exec */
  ptrace(PTRACE_SETOPTIONS, job, 0, PTRACE_O_TRACESYSGOOD);
  for (int sig = 0; !ptrace(PTRACE_SYSCALL, job, 0, sig);) {
    struct user_regs_struct registers;
    if (waitpid(job, &status, 0) != job || !WIFSTOPPED(status))
      break;
    sig = WSTOPSIG(status) == (SIGTRAP | 0x80) ? 0 : WSTOPSIG(status);
    if (sig)
      continue;
    inside = !inside;
    ptrace(PTRACE_GETREGS, job, 0, &registers);
    if (inside && registers.orig_rax == number && !--count)
      send(job);
  }
  return count > 0 ? 2 : WIFSIGNALED(status) ? 128 + WTERMSIG(status) : 0;
}
