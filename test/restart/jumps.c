// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// longjmp and siglongjmp to places that were set before a restart.
// RUN: %job %s %t --at-least 2 --build "gcc -O0" --build "gcc -O2"
#include "ckpt_test.h"
#include <setjmp.h>

static jmp_buf plain;
static sigjmp_buf with_mask;
static sigset_t blocked(void) {
  sigset_t set;
  sigprocmask(SIG_BLOCK, 0, &set);
  return set;
}
static void on_signal(int sig) {
  checkpoint();
  siglongjmp(with_mask, sig);
}

int main(void) {
  volatile int kept = 5;
  int came = setjmp(plain);
  if (came < 3) {
    printf("jump %d kept %d\n", came, kept);
    ++kept;
    checkpoint();
    longjmp(plain, came + 1);
  }
  signal(SIGUSR1, on_signal);
  came = sigsetjmp(with_mask, 1);
  sigset_t now = blocked();
  CHECK(!sigismember(&now, SIGUSR1));
  if (!came)
    raise(SIGUSR1);
  printf("came by %d kept %d\n", came, kept);
}
