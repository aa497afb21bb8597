// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Waits with a time limit, interrupted by checkpoints and restarts: the
// program, which has no handler, never sees EINTR, nor an early return.
// RUN: %job %s %t --modes static,pie --at-least 2 --blocked 2 \
// RUN:   --in 7,23,35,202,230,270,271,128 --args nanosleep --args clock \
// RUN:   --args sleep --args usleep --args poll --args ppoll --args select \
// RUN:   --args pselect --args sem --args sigtimedwait
#include "ckpt_test.h"
#include <poll.h>
#include <semaphore.h>
#include <sys/select.h>
#include <time.h>

int main(int argc, char **argv) {
  struct timespec t = {0, 800 * 1000000}, begin, end;
  struct timeval v = {0, 800 * 1000};
  const char *call = argv[argc - 1];
  sem_t never;
  sigset_t none;
  sigemptyset(&none), sigaddset(&none, SIGHUP);
  sigprocmask(SIG_BLOCK, &none, 0);
  sem_init(&never, 0, 0);
  // What is waited for by the time of day may come while nothing runs.
  int clock = strcmp(call, "sem") ? CLOCK_MONOTONIC : CLOCK_REALTIME;
  clock_gettime(clock, &begin);
  if (!strcmp(call, "nanosleep"))
    CHECK(!nanosleep(&t, 0));
  else if (!strcmp(call, "clock"))
    CHECK(!clock_nanosleep(CLOCK_MONOTONIC, 0, &t, 0));
  else if (!strcmp(call, "sleep"))
    CHECK(!sleep(1));
  else if (!strcmp(call, "usleep"))
    CHECK(!usleep(800000));
  else if (!strcmp(call, "poll"))
    CHECK(!poll(0, 0, 800));
  else if (!strcmp(call, "ppoll"))
    CHECK(!ppoll(0, 0, &t, 0));
  else if (!strcmp(call, "select"))
    CHECK(!select(0, 0, 0, 0, &v));
  else if (!strcmp(call, "pselect"))
    CHECK(!pselect(0, 0, 0, 0, &t, 0));
  else if (!strcmp(call, "sigtimedwait"))
    CHECK(sigtimedwait(&none, 0, &t) == -1 && errno == EAGAIN);
  else {
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += 1;
    CHECK(sem_timedwait(&never, &end) == -1 && errno == ETIMEDOUT);
  }
  clock_gettime(clock, &end);
  CHECK((end.tv_sec - begin.tv_sec) * 1000 +
            (end.tv_nsec - begin.tv_nsec) / 1000000 >= 799);
  printf("%s is over\n", call);
}
