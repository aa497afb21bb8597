/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* timers: alarm, setitimer and timer_create are set at the checkpoint, and a
   clock has been read. */
#define _GNU_SOURCE
#include "peers.h"
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

static volatile sig_atomic_t virtual, created, real;

static void on_real(int number) { real += number == SIGALRM; }
static void on_virtual(int number) { virtual += number == SIGVTALRM; }
static void on_created(int number) { created += number == SIGUSR1; }

int main(void) {
  timer_t timer;
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
                           .sigev_signo = SIGUSR1};
  struct itimerspec soon = {{0, 100000000}, {1, 0}};
  struct timespec before, after;
  signal(SIGALRM, on_real);
  signal(SIGVTALRM, on_virtual);
  signal(SIGUSR1, on_created);
  alarm(2);
  setitimer(ITIMER_VIRTUAL,
            &(struct itimerval){{0, 50000}, {0, 50000}}, 0);
  timer_create(CLOCK_MONOTONIC, &event, &timer);
  timer_settime(timer, 0, &soon, 0);
  clock_gettime(CLOCK_MONOTONIC, &before);
  checkpoint_here();
  clock_gettime(CLOCK_MONOTONIC, &after);
  virtual = created = 0;
  while (clock_gettime(CLOCK_MONOTONIC, &after),
         after.tv_sec < before.tv_sec + 4)
    ;
  say("alarm", real == 1);
  say("setitimer", virtual > 1);
  say("timer_create", created > 1);
  say("CLOCK_MONOTONIC", after.tv_sec < before.tv_sec + 5);
}
