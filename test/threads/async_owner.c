// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// O_ASYNC goes on sending its signal to the thread that was set, the first or
// another, restart after restart.
// RUN: %job %s %t --build "gcc -O2 -pthread" --at-least 3 --modes pie,static
#include "ckpt_test.h"
#include <fcntl.h>
#include <pthread.h>

enum { kThreads = 3, kRounds = 3 };
static int pipes[kThreads][2];
static __thread volatile int got;
static pthread_barrier_t meeting;

static void on_signal(int sig, siginfo_t *info, void *context) {
  (void)sig, (void)context, (void)info;
  ++got;
}

static void own(int fd, int sig) {
  struct f_owner_ex me = {F_OWNER_TID, gettid()};
  CHECK(!fcntl(fd, F_SETOWN_EX, &me) && !fcntl(fd, F_SETSIG, sig));
  CHECK(!fcntl(fd, F_SETFL, O_ASYNC | O_NONBLOCK));
}

static void run(long me) {
  int *mine = pipes[me], *next = pipes[(me + 1) % kThreads];
  CHECK(!pipe(mine));
  own(mine[0], SIGRTMIN + 5);
  for (int round = 1; round <= kRounds; ++round) {
    pthread_barrier_wait(&meeting);
    if (!me)
      checkpoint();
    pthread_barrier_wait(&meeting);
    struct f_owner_ex owner;
    CHECK(!fcntl(mine[0], F_GETOWN_EX, &owner));
    CHECK(owner.type == F_OWNER_TID && owner.pid == gettid());
    CHECK(write(next[1], "x", 1) == 1);
    while (got < round) // the signal comes to no other thread
      sched_yield();
  }
  pthread_barrier_wait(&meeting);
  CHECK(got == kRounds);
}

static void *work(void *argument) {
  run((long)argument);
  return 0;
}

int main(void) {
  pthread_t thread[kThreads];
  struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO};
  CHECK(!sigaction(SIGRTMIN + 5, &action, NULL));
  CHECK(!pthread_barrier_init(&meeting, 0, kThreads));
  for (long i = 1; i < kThreads; ++i)
    CHECK(!pthread_create(&thread[i], 0, work, (void *)i));
  run(0);
  for (int i = 1; i < kThreads; ++i)
    CHECK(!pthread_join(thread[i], 0));
  puts("done");
}
