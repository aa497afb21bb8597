// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Signals that come while the image of a job that leaves is written are in it:
// those for the process and those for one thread, before its head is written
// (the first fsync) and while that is.
// REQUIRES: strace
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: gcc -O2 %src/test/Inputs/signals_at_call.c -o signals
// RUN: for mode in "-static" "-pie -fPIE"; do %ckpt gcc -O2 -pthread $mode \
// RUN:   -I %src/test/Inputs %s -o job; for at in 1 2; do rm -f im; \
// RUN:   ./signals 74 $at ./job -_condor_ckpt im; [ $? = 140 ] || exit 1; \
// RUN:   ./job -_condor_restart im || exit 1; \
// RUN:   ./job -_condor_restart im || exit 1; done; done
#include "ckpt_test.h"
#include <pthread.h>

static sigset_t waiting;
static volatile int user, value;
static pthread_barrier_t ready, restarted;

static void take(int sig, siginfo_t *info, void *context) {
  (void)context;
  if (sig == SIGUSR1)
    ++user;
  else
    value = value * 10 + info->si_value.sival_int;
}

static void *work(void *unused) {
  siginfo_t info;
  FILE *file = fopen("thread", "w");
  CHECK(file && fprintf(file, "%d", gettid()) > 0 && !fclose(file));
  pthread_barrier_wait(&ready);
  pthread_barrier_wait(&restarted);
  CHECK(sigwaitinfo(&waiting, &info) == SIGRTMIN + 1);
  CHECK(info.si_value.sival_int == 7);
  return unused;
}

int main(void) {
  struct sigaction action = {.sa_sigaction = take, .sa_flags = SA_SIGINFO};
  pthread_t thread;
  sigaction(SIGUSR1, &action, 0), sigaction(SIGRTMIN, &action, 0);
  sigemptyset(&waiting), sigaddset(&waiting, SIGRTMIN + 1);
  CHECK(!pthread_sigmask(SIG_BLOCK, &waiting, 0));
  pthread_barrier_init(&ready, 0, 2), pthread_barrier_init(&restarted, 0, 2);
  CHECK(!pthread_create(&thread, 0, work, 0));
  pthread_barrier_wait(&ready);
  raise(SIGTSTP);
  CHECK(user == 1 && value == 5);
  pthread_barrier_wait(&restarted);
  CHECK(!pthread_join(thread, 0) && user == 1 && value == 5);
}
