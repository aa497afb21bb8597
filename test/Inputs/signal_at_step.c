/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Sends a program SIGUSR1 at instant after instant of the runtime's handler.

     signal_at_step UNIT NUMBERS FROM TO STRIDE PROGRAM [ARGUMENT...]

   The program tells on standard output, a byte each, that it is about to wait
   in one of the system calls NUMBERS, and that the wait has ended.  For each step
   FROM, FROM + STRIDE, ... up to TO it is sent SIGUSR2 while it waits, its
   handler runs for so many steps, then SIGUSR1 is sent and all goes on.  UNIT
   says what a step is: an instruction, or a call: the next beginning or end of a
   system call.  A step behind the last one is the last one.  Ends with 1 when a
   signal did not end the wait within ten seconds. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *numbers;
static pid_t job;
static int told, by_calls;

static void fail(const char *what, long step) {
  fprintf(stderr, "step %ld: %s\n", step, what);
  char command[64];
  snprintf(command, sizeof command, "cat /proc/%d/syscall >&2", job);
  if (system(command))
    perror(command);
  kill(job, SIGTERM);
  ptrace(PTRACE_CONT, job, 0, SIGTERM);
  exit(1);
}

static int is_wait(long number) {
  char text[32];
  snprintf(text, sizeof text, ",%ld,", number);
  return strstr(numbers, text) != NULL;
}

/* The state that nothing announces: asleep in one of the calls. */
static int waits(void) {
  char path[32], line[256];
  snprintf(path, sizeof path, "/proc/%d/syscall", job);
  int file = open(path, O_RDONLY);
  ssize_t got = read(file, line, sizeof line - 1);
  close(file);
  return got > 0 && line[0] >= '0' && line[0] <= '9' && is_wait(atol(line));
}

/* Hands the program every signal that stops it. */
static void pass_on(void) {
  int status;
  while (waitpid(job, &status, WNOHANG) == job) {
    if (WIFEXITED(status) || WIFSIGNALED(status))
      fail("the program ended", -1);
    ptrace(PTRACE_CONT, job, 0, WSTOPSIG(status));
  }
}

static void await_byte(char wanted, long step) {
  char byte;
  struct pollfd input = {told, POLLIN, 0};
  for (int i = 0; i < 100000; ++i) {
    pass_on();
    if (poll(&input, 1, 0) == 1) {
      if (read(told, &byte, 1) != 1 || byte != wanted)
        fail("the program says something else", step);
      return;
    }
    usleep(100);
  }
  fail("the signal did not end the wait", step);
}

/* Stopped at SIGUSR2's delivery, and one instruction on. */
static void enter_handler(void) {
  int status;
  kill(job, SIGUSR2);
  while (waitpid(job, &status, 0) == job &&
         WSTOPSIG(status) != SIGUSR2)
    ptrace(PTRACE_CONT, job, 0, WSTOPSIG(status));
  ptrace(PTRACE_SINGLESTEP, job, 0, SIGUSR2);
  waitpid(job, &status, 0);
}

/* The next step is into the call that finishes the wait or makes it again. */
static int wait_begins(void) {
  struct user_regs_struct registers;
  ptrace(PTRACE_GETREGS, job, 0, &registers);
  if (by_calls)
    return is_wait((long)registers.orig_rax) && (long)registers.rax == -ENOSYS;
  return is_wait((long)registers.rax) &&
         (ptrace(PTRACE_PEEKTEXT, job, registers.rip, 0) & 0xffff) == 0x050f;
}

static int step(long number) {
  int status;
  if (wait_begins())
    return 0;
  ptrace(by_calls ? PTRACE_SYSCALL : PTRACE_SINGLESTEP, job, 0, 0);
  if (waitpid(job, &status, 0) != job || !WIFSTOPPED(status) ||
      WSTOPSIG(status) != SIGTRAP)
    fail("not stopped by the step", number);
  return 1;
}

static void start(char **argv) {
  int ends[2];
  if (pipe(ends))
    exit(2);
  told = ends[0];
  job = fork();
  if (!job) {
    dup2(ends[1], 1);
    close(ends[0]), close(ends[1]);
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    execv(argv[0], argv);
    _exit(126);
  }
  close(ends[1]);
  int status;
  waitpid(job, &status, 0); /* the exec */
  ptrace(PTRACE_CONT, job, 0, 0);
}

/* Whether the handler has so many steps. */
static int one_signal(long steps) {
  long done = 0;
  await_byte('w', steps);
  while (!waits())
    pass_on();
  enter_handler();
  while (done < steps && step(steps))
    ++done;
  kill(job, SIGUSR1);
  ptrace(PTRACE_CONT, job, 0, 0);
  await_byte('e', steps);
  return done == steps;
}

int main(int argc, char **argv) {
  if (argc < 7)
    return 2;
  by_calls = !strcmp(argv[1], "calls");
  numbers = argv[2];
  long steps = atol(argv[3]), to = atol(argv[4]), stride = atol(argv[5]);
  long sent = 0;
  start(argv + 6);
  while (steps <= to) {
    ++sent;
    if (!one_signal(steps))
      break;
    steps += stride;
  }
  kill(job, SIGTERM);
  int status;
  while (waitpid(job, &status, 0) == job && WIFSTOPPED(status))
    ptrace(PTRACE_CONT, job, 0, WSTOPSIG(status));
  printf("%ld signals, %s\n", sent,
         steps <= to ? "through all of the handler" : "not through all");
  return steps > to;
}
