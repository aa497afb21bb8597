// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A loop of clock calls, stopped anywhere, mostly inside the vDSO; every other
// image is from another kernel.
// RUN: %job %s %t --random 30 --at-least 4 \
// RUN:   --between "test -e this && rm this || \
// RUN:     { %unit/vdso_image change image; date >this; }"
#include "vdso_self.h"
#include <sys/time.h>

int main(void) {
  int64_t last = 0, worked = 0, previous = 0;
  clockid_t clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME};
  struct timeval day;
  // What was used up, not what passed: a stopped process makes no progress.
  for (int64_t round = 0; worked < 6000000; ++round, ++worked) {
    int64_t now = clock_by_libc(CLOCK_MONOTONIC);
    CHECK(now >= last);
    last = now;
    CHECK(clock_by_libc(clocks[round % 3]) > 0);
    CHECK(!gettimeofday(&day, 0));
    int64_t micro = day.tv_sec * 1000000ll + day.tv_usec;
    CHECK(micro >= previous);
    previous = micro;
  }
  puts("good");
}
