// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Routed calls that wait, interrupted by checkpoints and restarts: the program
// never sees EINTR for a request, and always for a handler of its own.
// REQUIRES: pass
// RUN: %job %s %t --build "--ckpt-instrument clang -O2" --modes static,pie --at-least 2 --blocked 2 --in 0 --release input --args "input read" --args "input number" --args "input assembly" --env "CKPT_FLAGS=-_condor_aggravate_bugs"
// RUN: %job %s %t --build "--ckpt-instrument clang -O2" --modes static,pie --at-least 2 --blocked 2 --in 0 --release signal --args "signal read" --args "signal number" --args "signal assembly" --env "CKPT_FLAGS=-_condor_aggravate_bugs"
#include "ckpt_test.h"

static volatile int seen;
static void on_signal(int sig) { seen = sig; }

static long wait_in(const char *how, char *to) {
  long result = SYS_read;
  if (!strcmp(how, "read"))
    return read(0, to, 1) == 1 ? 1 : -errno;
  if (!strcmp(how, "number"))
    return syscall(SYS_read, 0, to, 1L) == 1 ? 1 : -errno;
  __asm__ volatile("syscall" : "+a"(result) : "D"(0L), "S"(to), "d"(1L) : "rcx", "r11", "memory");
  return result;
}

int main(int argc, char **argv) {
  const char *end = argv[argc - 2], *how = argv[argc - 1];
  struct sigaction action = {.sa_handler = on_signal};
  char byte = 0;
  sigaction(SIGUSR1, &action, 0);
  sigaction(SIGRTMIN + 2, &action, 0);
  long result = wait_in(how, &byte);
  if (!strcmp(end, "input"))
    CHECK(result == 1 && byte == 'x' && !seen);
  else
    CHECK(result == -EINTR && seen);
  printf("%s by %s is over\n", how, end);
}
