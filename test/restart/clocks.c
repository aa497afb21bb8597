// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The clocks work after a restart, through the vDSO and as system calls, agree
// with each other and do not run backwards.
// RUN: %job %s %t --at-least 5
#include "ckpt_test.h"
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

static int64_t now(clockid_t clock) {
  struct timespec t;
  CHECK(!clock_gettime(clock, &t));
  return t.tv_sec * 1000000000ll + t.tv_nsec;
}
static int64_t by_call(clockid_t clock) {
  struct timespec t;
  CHECK(!syscall(SYS_clock_gettime, clock, &t));
  return t.tv_sec * 1000000000ll + t.tv_nsec;
}

int main(void) {
  clockid_t clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME};
  int64_t last[3] = {0};
  for (int round = 0; round < 6; ++round) {
    for (int i = 0; i < 3; ++i) {
      int64_t a = now(clocks[i]), b = by_call(clocks[i]), c = now(clocks[i]);
      CHECK(last[i] < a && a <= b && b <= c);
      last[i] = c;
    }
    struct timeval day;
    CHECK(!gettimeofday(&day, 0) && labs(day.tv_sec - time(0)) <= 1);
    CHECK(last[0] / 1000000000 - day.tv_sec <= 1 && clock() >= 0);
    if (round < 5)
      checkpoint();
  }
  puts("good");
}
