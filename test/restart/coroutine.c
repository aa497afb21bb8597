// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Checkpoints in coroutines (makecontext) with stacks of 8 KiB.
// RUN: %job %s %t --at-least 8 --build "gcc -O0" --build "gcc -O2"
#include "ckpt_test.h"
#include <ucontext.h>

static ucontext_t home, side[2];
static _Alignas(16) char room[2][8192];
static int turn;

static void work(int which) {
  for (int i = 0; i < 4; ++i) {
    volatile int kept = which * 100 + i;
    checkpoint();
    CHECK(kept == which * 100 + i);
    printf("coroutine %d step %d turn %d\n", which, i, turn++);
    swapcontext(&side[which], &home);
  }
}

int main(void) {
  static char buffer[4096];
  setvbuf(stdout, buffer, _IOFBF, sizeof buffer); // not on the small stack
  for (int i = 0; i < 2; ++i) {
    CHECK(!getcontext(&side[i]));
    side[i].uc_stack.ss_sp = room[i];
    side[i].uc_stack.ss_size = sizeof room[i];
    side[i].uc_link = &home;
    makecontext(&side[i], (void (*)(void))work, 1, i);
  }
  for (int i = 0; i < 8; ++i)
    CHECK(!swapcontext(&home, &side[i % 2]));
  puts("good");
}
