// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// with_sealed_vdso PROGRAM ARGUMENT...: runs it with its vDSO and the vDSO's
// data sealed (mseal(2)) before its first instruction, as a kernel with
// CONFIG_MSEAL_SYSTEM_MAPPINGS does it.  Exit status 97: that did not work.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum { kMseal = 462, kFailed = 97 };

static void need(int good, const char *what) {
  if (good)
    return;
  perror(what);
  _exit(kFailed);
}

// From the lowest [vvar] to the end of [vdso].
static void find(pid_t pid, unsigned long *start, unsigned long *end) {
  char name[64], line[4096];
  snprintf(name, sizeof name, "/proc/%d/maps", pid);
  FILE *maps = fopen(name, "r");
  need(maps != 0, name);
  *start = *end = 0;
  while (fgets(line, sizeof line, maps)) {
    unsigned long from, to;
    if (!strstr(line, "[vvar") && !strstr(line, "[vdso]"))
      continue;
    need(sscanf(line, "%lx-%lx", &from, &to) == 2, line);
    *start = *start ? *start : from;
    *end = to;
  }
  fclose(maps);
  need(*start != 0, "no vDSO");
}

// One system call at the program's entry, whose bytes are put back.
static void seal(pid_t pid) {
  struct user_regs_struct before, registers;
  unsigned long start, end;
  int status;
  long result = -1;
  find(pid, &start, &end);
  need(!ptrace(PTRACE_GETREGS, pid, 0, &before), "PTRACE_GETREGS");
  long code = ptrace(PTRACE_PEEKTEXT, pid, before.rip, 0);
  need(!ptrace(PTRACE_POKETEXT, pid, before.rip, 0x050f), "PTRACE_POKETEXT");
  registers = before;
  registers.rax = kMseal;
  registers.orig_rax = -1ul;
  registers.rdi = start;
  registers.rsi = end - start;
  registers.rdx = 0;
  // The first step only leaves execve, which then sets rax.
  for (struct user_regs_struct now = before; now.rip == before.rip;) {
    need(!ptrace(PTRACE_SETREGS, pid, 0, &registers), "PTRACE_SETREGS");
    need(!ptrace(PTRACE_SINGLESTEP, pid, 0, 0), "PTRACE_SINGLESTEP");
    need(waitpid(pid, &status, __WALL) == pid && WIFSTOPPED(status), "step");
    need(!ptrace(PTRACE_GETREGS, pid, 0, &now), "PTRACE_GETREGS");
    result = (long)now.rax;
  }
  need(result == 0, "mseal");
  need(!ptrace(PTRACE_POKETEXT, pid, before.rip, code), "PTRACE_POKETEXT");
  need(!ptrace(PTRACE_SETREGS, pid, 0, &before), "PTRACE_SETREGS");
}

// The tracer is the child, so that the program keeps this process's id.
int main(int argc, char **argv) {
  int ready[2], status;
  char go;
  need(argc > 1 && !pipe(ready), "usage: with_sealed_vdso PROGRAM ...");
  pid_t self = getpid(), tracer = fork();
  need(tracer >= 0, "fork");
  if (tracer) {
    close(ready[1]);
    need(waitpid(tracer, &status, 0) == tracer, "waitpid");
    need(read(ready[0], &go, 1) == 1, "the tracer did not start");
    close(ready[0]);
    execv(argv[1], argv + 1);
    need(0, argv[1]);
  }
  // A grandchild: the program must not have a child it does not know of.
  if (fork())
    _exit(0);
  need(!ptrace(PTRACE_SEIZE, self, 0, PTRACE_O_TRACEEXEC), "PTRACE_SEIZE");
  need(write(ready[1], "", 1) == 1, "write");
  for (;;) {
    need(waitpid(self, &status, __WALL) == self && WIFSTOPPED(status),
         "waitpid");
    if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXEC << 8))
      break;
    int sig = WSTOPSIG(status);
    need(!ptrace(PTRACE_CONT, self, 0, sig == SIGCHLD ? sig : 0), "CONT");
  }
  seal(self);
  need(!ptrace(PTRACE_DETACH, self, 0, 0), "PTRACE_DETACH");
  return 0;
}
