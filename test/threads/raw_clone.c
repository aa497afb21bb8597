// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads that no C library knows: made by clone(2), without thread-local
// storage of their own.
// RUN: %job %s %t --build "gcc -O2" --random 10
#include "ckpt_test.h"
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>

enum { kThreads = 3 };
static int done[kThreads];
static uint64_t sum[kThreads];
static char stacks[kThreads][65536] __attribute__((aligned(16)));

static int work(void *argument) {
  long me = (long)argument;
  uint64_t x = (uint64_t)me + 1;
  for (long i = 0; i < 400000000; ++i)
    x = x * 6364136223846793005u + 1442695040888963407u;
  sum[me] = x;
  return 0; // clone(3) makes the exit system call of it
}

int main(void) {
  for (long i = 0; i < kThreads; ++i) {
    done[i] = 1; // cleared by the kernel
    CHECK(clone(work, stacks[i] + sizeof stacks[i],
                CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
                    CLONE_THREAD | CLONE_SYSVSEM | CLONE_CHILD_CLEARTID,
                (void *)i, 0, 0, &done[i]) > 0);
  }
  for (int i = 0; i < kThreads; ++i) {
    while (__atomic_load_n(&done[i], __ATOMIC_SEQ_CST))
      syscall(SYS_futex, &done[i], FUTEX_WAIT, 1, 0, 0, 0);
    printf("%llx\n", (unsigned long long)sum[i]);
  }
}
