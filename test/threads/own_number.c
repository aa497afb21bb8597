// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads that signal their process and themselves all the time reach them,
// wherever a checkpoint stops them, and however many stop them there.
// RUN: %job %s %t --build "gcc -O2 -pthread" --random 10 --modes static,pie --args 100000
// RUN: %job %s %t --build "gcc -O2 -pthread" --random 40 --modes static,pie --args 6000 \
// RUN:   --requests vacate
// RUN: %job %s %t --build "gcc -O2 -pthread" --random 20 --modes static,pie --args 6000 \
// RUN:   --requests vacate --env "CKPT_FLAGS=-_condor_aggravate_bugs"
#include "ckpt_test.h"
#include <pthread.h>
#include <sched.h>

enum { kThreads = 4 };
static int rounds;
static __thread volatile int seen;
static volatile int taken;
static void on_own(int sig) { seen += sig == SIGUSR1; }
static void on_any(int sig) { __atomic_add_fetch(&taken, sig == SIGRTMIN, 0); }

static void *work(void *argument) {
  pid_t begun = getpid();
  for (int i = 0; i < rounds; ++i) {
    CHECK(!kill(getpid(), 0) && !kill(begun, 0));
    CHECK(!tgkill(getpid(), gettid(), 0));
    CHECK(syscall(SYS_getpgid, getpid()) >= 0);
    CHECK(!raise(SIGUSR1) && seen == i + 1);
    if (i % 100 == 0)
      CHECK(!sigqueue(begun, SIGRTMIN, (union sigval){0}));
  }
  return argument;
}

int main(int argc, char **argv) {
  pthread_t thread[kThreads];
  CHECK(argc == 2 && (rounds = atoi(argv[1])) > 0);
  CHECK(signal(SIGUSR1, on_own) != SIG_ERR);
  CHECK(signal(SIGRTMIN, on_any) != SIG_ERR);
  for (int i = 0; i < kThreads; ++i)
    CHECK(!pthread_create(&thread[i], 0, work, 0));
  for (int i = 0; i < kThreads; ++i)
    CHECK(!pthread_join(thread[i], 0));
  while (taken < kThreads * rounds / 100)
    sched_yield();
  printf("%d\n", taken);
}
