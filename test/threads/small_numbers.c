// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// In a container, threads and the process itself have numbers as small as those
// of descriptors: with each number for the runtime's own next descriptor, every
// thread is in the image, and the image is restarted.
// REQUIRES: root, pid-namespaces
// RUN: rm -rf %t && mkdir %t && cd %t && %ckpt gcc -O2 -pthread -I %src/test/Inputs %s -o job
// RUN: printf '%%s\n' 'mount -t proc proc /proc; last() { echo 3 >/proc/sys/kernel/ns_last_pid; }' \
// RUN:   'last; ./job -_condor_nowarn -_condor_ckpt im >out 2>err; status=$?; restarts=0' \
// RUN:   'while test $status = 140; do last; ./job -_condor_nowarn -_condor_restart im >out 2>err; status=$?' \
// RUN:   'restarts=$((restarts + 1)); done; cat out err; echo status $status restarts $restarts' > script
// RUN: unshare --mount --pid --fork bash script > all 2>&1 && FileCheck %s < all
// CHECK: process 4, threads 5 to 14
// CHECK: status 0 restarts 16
#include "ckpt_test.h"
#include <pthread.h>
#include <sched.h>

enum { kThreads = 10, kRounds = 16 };
static _Atomic long turns[kThreads];
static _Atomic pid_t numbers[kThreads];

static void *count(void *argument) {
  int i = (int)(long)argument;
  for (numbers[i] = gettid();; sched_yield())
    ++turns[i];
}

int main(void) {
  pthread_t thread;
  pid_t process = getpid(), first, last;
  for (long i = 0; i < kThreads; ++i)
    CHECK(!pthread_create(&thread, 0, count, (void *)i));
  for (int i = 0; i < kThreads; ++i)
    while (!turns[i])
      sched_yield();
  first = numbers[0], last = numbers[kThreads - 1];
  for (int round = 0; round < kRounds; ++round) {
    kill(getpid(), SIGTSTP);
    CHECK(dup(0) >= 0);
    for (int i = 0; i < kThreads; ++i)
      for (long seen = turns[i]; turns[i] == seen; sched_yield())
        ; // a thread that is lost hangs here
  }
  printf("process %d, threads %d to %d\n", process, first, last);
}
