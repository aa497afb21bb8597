// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Signals of the process that come while the image is written are the first
// thread's, as without a checkpoint, and end the call that it waits in; at a
// restart too, if they are in the image.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: gcc -O2 %src/test/Inputs/signals_at_call.c -o signals
// RUN: for mode in "-static" "-pie -fPIE"; do for at in 1 2; do for i in 1 2 3; do \
// RUN:   %ckpt gcc -O2 -pthread $mode -I %src/test/Inputs %s -o job; rm -f im; \
// RUN:   JOB_SIGNAL=12 ./signals 74 $at ./job -_condor_ckpt im || exit 1; \
// RUN:   JOB_SIGNAL=20 ./signals 74 $at ./job -_condor_ckpt im; \
// RUN:   [ $? = 140 ] && ./job -_condor_restart im || exit 1; done; done; done
#include "ckpt_test.h"
#include <pthread.h>

static volatile int first, others;
static pthread_t self;

static void take(int sig) {
  (void)sig;
  if (pthread_equal(pthread_self(), self))
    ++first;
  else
    ++others;
}

static void *spin(void *unused) {
  for (;;)
    sched_yield();
  return unused;
}

// Nothing announces that the first thread waits.
static void *ask(void *unused) {
  char name[60], call[100] = "";
  snprintf(name, sizeof name, "/proc/self/task/%d/syscall", getpid());
  while (strncmp(call, "0 ", 2)) {
    FILE *file = fopen(name, "r");
    CHECK(file && fgets(call, sizeof call, file) && !fclose(file));
  }
  CHECK(!pthread_kill(self, request_signal())); // whose calls are counted
  return spin(unused);
}

int main(void) {
  struct sigaction action = {.sa_handler = take};
  int ends[2];
  pthread_t thread;
  char byte;
  FILE *file = fopen("thread", "w"); // for what is not the process's
  CHECK(file && fprintf(file, "%d", gettid()) > 0 && !fclose(file));
  CHECK(!pipe(ends) && signal(SIGRTMIN + 1, SIG_IGN) != SIG_ERR);
  CHECK(!sigaction(SIGUSR1, &action, 0) && !sigaction(SIGRTMIN, &action, 0));
  self = pthread_self();
  for (int i = 0; i < 4; ++i)
    CHECK(!pthread_create(&thread, 0, i ? spin : ask, 0));
  CHECK(read(ends[0], &byte, 1) == -1 && errno == EINTR);
  CHECK(first == 2 && others == 0);
}
