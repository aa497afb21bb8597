// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// After restarts from images of another kernel, and then of this one, libc's
// clocks work through the saved vDSO, which leads to this kernel's elsewhere.
// RUN: %job %s %t --at-least 6 \
// RUN:   --between "test -e this && rm this || \
// RUN:     { %unit/vdso_image change image; date >this; }"
// RUN: %job %s %t --at-least 6 --between "%unit/vdso_image change image" \
// RUN:   --prefix "setarch -R"
#include "vdso_self.h"
#include <sys/time.h>

static void check_clocks(void) {
  clockid_t clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME,
                        CLOCK_MONOTONIC_COARSE};
  for (int i = 0; i < 4; ++i) {
    int64_t a = clock_by_kernel(clocks[i]), b = clock_by_libc(clocks[i]);
    CHECK(a <= b && b <= clock_by_kernel(clocks[i]));
  }
  struct timeval day;
  CHECK(!gettimeofday(&day, 0) && labs(day.tv_sec - time(0)) <= 1);
  CHECK(clock_gettime(-1, &(struct timespec){0}) == -1 && errno == EINVAL);
}

// Only to be looked at.
static void measure(void) {
  enum { kCalls = 100000 };
  FILE *file = fopen("speed", "a");
  int64_t begin = clock_by_kernel(CLOCK_MONOTONIC);
  for (int i = 0; i < kCalls; ++i)
    clock_by_libc(CLOCK_MONOTONIC);
  begin = clock_by_kernel(CLOCK_MONOTONIC) - begin;
  fprintf(file, "%ld calls/s\n", kCalls * 1000000000l / begin);
  fclose(file);
}

int main(void) {
  CHECK(mapping_named("[vdso]").start == vdso_at_start());
  for (int round = 0; round < 6; ++round) {
    checkpoint();
    check_clocks();
    measure();
    // The first image was changed before its restart.
    CHECK(request_signal() != SIGTSTP ||
          mapping_named("[vdso]").start != vdso_at_start());
  }
  puts("good");
}
