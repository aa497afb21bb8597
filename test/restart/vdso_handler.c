// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A signal handler of the program's interrupts a clock call inside the vDSO,
// and the checkpoint happens in the handler: the call is gone back to under
// another kernel, and still tells the time.
// RUN: %job %s %t --at-least 5 --between "%unit/vdso_image change image"
#include "vdso_self.h"
#include <sys/time.h>
#include <ucontext.h>

enum { kWanted = 5 };
static struct range vdso;
static volatile int inside;

static void alarms(int microseconds) {
  struct itimerval timer = {{0, microseconds}, {0, microseconds}};
  CHECK(!setitimer(ITIMER_REAL, &timer, 0));
}

static void on_alarm(int sig, siginfo_t *info, void *context) {
  (void)sig, (void)info;
  uintptr_t rip = ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
  // Where the jump to this kernel's vDSO is written there is no going back.
  if (inside == kWanted || rip < vdso.start || rip >= vdso.end ||
      in_first_bytes(vdso.start, rip))
    return;
  alarms(0); // a timer cannot be saved
  checkpoint();
  vdso = mapping_named("[vdso]");
  alarms(++inside == kWanted ? 0 : 200);
}

int main(void) {
  struct sigaction action = {.sa_sigaction = on_alarm,
                             .sa_flags = SA_SIGINFO};
  clockid_t clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME};
  vdso = mapping_named("[vdso]");
  CHECK(!sigaction(SIGALRM, &action, 0));
  alarms(200);
  for (int round = 0; inside < kWanted; ++round) {
    clockid_t clock = clocks[round % 3];
    int64_t before = clock_by_kernel(clock);
    for (int i = 0; i < 20; ++i) {
      int64_t now = clock_by_libc(clock);
      CHECK(before <= now);
      before = now;
    }
    CHECK(before <= clock_by_kernel(clock));
  }
  puts("good");
}
