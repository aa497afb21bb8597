// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// setitimer(2): all three go on with what was left and their intervals; what
// was never set is not.
// RUN: %job %s %t --at-least 3
#include "ckpt_test.h"
#include <sys/time.h>

static const int kinds[] = {ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF};
static const int signals[] = {SIGALRM, SIGVTALRM, SIGPROF};
static volatile sig_atomic_t count[NSIG];
static void on_timer(int sig) { ++count[sig]; }

int main(void) {
  struct itimerval now, far = {{7200, 250000}, {3600, 5}}, zero = {0};
  checkpoint();
  for (int i = 0; i < 3; ++i) {
    CHECK(!getitimer(kinds[i], &now) && !memcmp(&now, &zero, sizeof now));
    CHECK(!setitimer(kinds[i], &far, 0));
  }
  checkpoint();
  for (int i = 0; i < 3; ++i) {
    CHECK(!setitimer(kinds[i], &zero, &now));
    CHECK(now.it_interval.tv_sec == 7200 && now.it_interval.tv_usec == 250000);
    CHECK(now.it_value.tv_sec >= 3000 && now.it_value.tv_sec <= 3600);
  }
  struct itimerval often = {{0, 3000}, {0, 3000}};
  for (int i = 0; i < 3; ++i) {
    signal(signals[i], on_timer);
    CHECK(!setitimer(kinds[i], &often, 0));
  }
  checkpoint();
  for (int i = 0; i < 3; ++i)
    while (count[signals[i]] < 5) {
    }
  puts("all three expire again and again");
}
