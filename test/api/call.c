// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ckpt() and ckpt_and_exit() from everywhere: a constructor, main, a handler on
// an alternate stack, with every signal blocked behind libc's back.  They leave
// mask and errno alone.
// RUN: %job %s %t --at-least 5
#include "../../runtime/include/ckpt.h"
#include "ckpt_test.h"
#include <sys/syscall.h>

static int calls;

static void call(void) {
  ++calls;
  errno = 77;
  if (request_signal() == SIGTSTP)
    ckpt_and_exit();
  else if (request_signal())
    ckpt();
  CHECK(errno == 77);
}

__attribute__((constructor)) static void before_main(void) { call(); }
static void handler(int sig) { call(), printf("in handler %d\n", sig); }

static void with_everything_blocked(void) {
  unsigned long all = ~0ul, before = 0, after = 0;
  CHECK(!syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &before, 8L));
  call();
  unsigned long waiting = 0; // it was served at once
  CHECK(!syscall(SYS_rt_sigpending, &waiting, 8L) && !waiting);
  CHECK(!syscall(SYS_rt_sigprocmask, SIG_SETMASK, &before, &after, 8L));
  all &= ~(1ul << (SIGKILL - 1) | 1ul << (SIGSTOP - 1));
  CHECK(after == all);
}

int main(void) {
  static char stack[64 * 1024];
  stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_ONSTACK};
  CHECK(!sigaltstack(&alternate, 0) && !sigaction(SIGUSR1, &action, 0));
  call();
  CHECK(!raise(SIGUSR1));
  with_everything_blocked();
  call();
  printf("%d calls\n", calls);
}
