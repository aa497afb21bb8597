/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Waits that no checkpoint may cut short, end with EINTR, or make longer than
 * the time that the program did not run. */
#include "stress.h"
#include <poll.h>
#include <sys/select.h>

static void sleep_for(int how, int64_t time) {
  struct timespec request = {0, time}, end;
  int64_t begin = nanoseconds(CLOCK_MONOTONIC);
  switch (how % 4) {
  case 0:
    CHECK(!nanosleep(&request, 0));
    break;
  case 1:
    CHECK(!usleep((useconds_t)(time / 1000)));
    break;
  case 2:
    OK(clock_nanosleep(CLOCK_MONOTONIC, 0, &request, 0));
    break;
  case 3:
    end = (struct timespec){(begin + time) / 1000000000,
                            (begin + time) % 1000000000};
    OK(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, 0));
    break;
  }
  CHECK(nanoseconds(CLOCK_MONOTONIC) - begin >= time);
}

uint64_t sleep_part(int rounds) {
  for (int i = 0; i < rounds; ++i)
    sleep_for(i, 1000000 + i % 7 * 500000);
  return (uint64_t)rounds;
}

static void poll_for(int how, int milliseconds) {
  struct timespec time = {0, milliseconds * 1000000L};
  struct timeval time_value = {0, milliseconds * 1000L};
  int64_t begin = nanoseconds(CLOCK_MONOTONIC);
  switch (how % 4) {
  case 0:
    CHECK(poll(0, 0, milliseconds) == 0);
    break;
  case 1:
    CHECK(ppoll(0, 0, &time, 0) == 0);
    break;
  case 2:
    CHECK(select(0, 0, 0, 0, &time_value) == 0);
    break;
  case 3:
    CHECK(pselect(0, 0, 0, 0, &time, 0) == 0);
    break;
  }
  CHECK(nanoseconds(CLOCK_MONOTONIC) - begin >= milliseconds * 1000000LL);
}

uint64_t poll_part(int rounds) {
  for (int i = 0; i < rounds; ++i)
    poll_for(i, 1 + i % 5);
  return (uint64_t)rounds;
}
