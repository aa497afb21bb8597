// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A timerfd that is cancelled when the clock is set (TFD_TIMER_CANCEL_ON_SET)
// comes back as such: absolute, with its time and period, and armed or not.
// RUN: %job %s %t --modes static,pie
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/timerfd.h>
#include <time.h>

// "settime flags" of fdinfo: those that timerfd_settime was given.
static int flags_of(int timer) {
  char path[64], line[128];
  int flags = -1;
  sprintf(path, "/proc/self/fdinfo/%d", timer);
  FILE *file = fopen(path, "r");
  CHECK(file);
  while (fgets(line, sizeof line, file))
    sscanf(line, "settime flags: %o", &flags);
  fclose(file);
  return flags;
}

int main(void) {
  struct itimerspec set = {.it_interval = {3600, 0}}, now;
  int far = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK);
  int soon = timerfd_create(CLOCK_REALTIME, 0);
  int flags = TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET;
  uint64_t ticks;
  set.it_value.tv_sec = time(0) + 7200;
  CHECK(!timerfd_settime(far, flags, &set, 0));
  set.it_value.tv_sec = time(0) + 1;
  CHECK(!timerfd_settime(soon, flags, &set, 0));
  checkpoint();
  CHECK(flags_of(far) == flags && flags_of(soon) == flags);
  CHECK(!timerfd_gettime(far, &now) && now.it_interval.tv_sec == 3600);
  CHECK(now.it_value.tv_sec <= 7200 && now.it_value.tv_sec > 6900);
  CHECK(read(far, &ticks, sizeof ticks) == -1 && errno == EAGAIN);
  ssize_t got = read(soon, &ticks, sizeof ticks);
  CHECK(got == sizeof ticks && ticks == 1);
}
