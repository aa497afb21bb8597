// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A timer set to a time of day keeps that, one set to a duration what was left,
// however late the restart is.
// RUN: %job %s %t --requests vacate --between 'sleep 2'
#include "ckpt_test.h"
#include <time.h>

static int64_t ns(struct timespec t) { return t.tv_sec * 1000000000ll + t.tv_nsec; }
static int64_t day(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return ns(now);
}
static int64_t left(timer_t timer) {
  struct itimerspec now;
  CHECK(!timer_gettime(timer, &now));
  return ns(now.it_value);
}

int main(void) {
  const int64_t second = 1000000000;
  struct sigevent none = {.sigev_notify = SIGEV_NONE};
  struct itimerspec to = {{0}, {3600, 0}};
  timer_t at, after;
  CHECK(!timer_create(CLOCK_REALTIME, &none, &at));
  CHECK(!timer_create(CLOCK_REALTIME, &none, &after));
  int64_t target = day() + 3600 * second;
  CHECK(!timer_settime(after, 0, &to, 0));
  to.it_value = (struct timespec){target / second, target % second};
  CHECK(!timer_settime(at, TIMER_ABSTIME, &to, 0));
  checkpoint();
  int64_t before = day(), rest = left(at), later = day();
  // Never early; late at most by what the checkpoint took between two calls.
  CHECK(later + rest >= target && before + rest <= target + second);
  CHECK(request_signal() != SIGTSTP || day() + left(after) > target + second);
  puts("both are right");
}
