// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread is stopped already while another one, that still runs, goes on
// sending it signals: each comes, once and in order.
// RUN: %job %s %t --build "gcc -O2 -pthread" --random 30
#include "ckpt_test.h"
#include <pthread.h>
#include <sched.h>

enum { kMany = 250000 };
static sigset_t set;
static _Atomic int received;

static void *receive(void *unused) {
  while (received < kMany) {
    siginfo_t info;
    int sig = sigwaitinfo(&set, &info);
    CHECK(sig == SIGRTMIN && info.si_value.sival_int == received);
    ++received;
  }
  return unused;
}

static void *send(void *to) {
  for (int i = 0; i < kMany; ++i) {
    union sigval value = {.sival_int = i};
    CHECK(!pthread_sigqueue(*(pthread_t *)to, SIGRTMIN, value));
    while (i - received > 100)
      sched_yield();
  }
  return 0;
}

int main(void) {
  pthread_t receiver, sender;
  sigemptyset(&set);
  sigaddset(&set, SIGRTMIN);
  CHECK(!pthread_sigmask(SIG_BLOCK, &set, 0));
  CHECK(!pthread_create(&receiver, 0, receive, 0));
  CHECK(!pthread_create(&sender, 0, send, &receiver));
  CHECK(!pthread_join(sender, 0) && !pthread_join(receiver, 0));
  puts("all came");
}
