// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Timers of SIGEV_THREAD call their functions before and after a restart,
// whenever they were made.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <pthread.h>
#include <semaphore.h>
#include <time.h>

static sem_t called;
static void on_timer(union sigval value) {
  if (value.sival_ptr == &called)
    sem_post(&called);
}

int main(void) {
  timer_t timers[3];
  struct sigevent event = {.sigev_notify = SIGEV_THREAD,
                           .sigev_notify_function = on_timer};
  struct itimerspec often = {{0, 5000000}, {0, 5000000}}, old;
  event.sigev_value.sival_ptr = &called;
  sem_init(&called, 0, 0);
  for (int round = 0; round < 3; ++round) {
    CHECK(!timer_create(CLOCK_MONOTONIC, &event, &timers[round]));
    CHECK(!timer_settime(timers[round], 0, &often, 0));
    for (int i = 0; i < 5; ++i)
      while (sem_wait(&called)) {
      }
    if (round == 2)
      break;
    checkpoint();
    CHECK(!timer_gettime(timers[round], &old) && old.it_interval.tv_nsec == 5000000);
    for (int i = 0; i < 5; ++i)
      while (sem_wait(&called)) {
      }
    CHECK(!timer_delete(timers[round]));
  }
  CHECK(!timer_delete(timers[2]) && timer_delete(timers[2]) == -1);
  puts("called");
}
