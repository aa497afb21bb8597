// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The steps out of the vDSO disturb nobody's SIGTRAP and SIGSEGV: a handler
// gets the program's own traps and those alone, a pending one stays pending,
// and a clock call that faults faults in the program's handler.
// RUN: %job %s %t --random 20 --at-least 5
#include "vdso_self.h"
#include <setjmp.h>

static volatile int64_t traps, faults;
static sigjmp_buf back;

static void on_trap(int sig) { CHECK(sig == SIGTRAP), ++traps; }
static void on_fault(int sig) {
  CHECK(sig == SIGSEGV), ++faults;
  siglongjmp(back, 1);
}

static void call_clock(int64_t times) {
  for (int64_t i = 0; i < times; ++i)
    clock_by_libc(CLOCK_MONOTONIC);
}

static void own_traps(void) {
  for (int64_t i = 1; i <= 1000; ++i) {
    call_clock(3000);
    __asm__ volatile("int3");
    CHECK(traps == i);
  }
}

static void blocked_and_pending(void) {
  sigset_t only, seen;
  sigemptyset(&only), sigaddset(&only, SIGTRAP);
  for (int64_t i = 1; i <= 150; ++i) {
    int64_t before = traps;
    CHECK(!sigprocmask(SIG_BLOCK, &only, 0));
    CHECK(!(i & 1 ? raise(SIGTRAP) : kill(getpid(), SIGTRAP)));
    call_clock(20000);
    CHECK(!sigpending(&seen) && sigismember(&seen, SIGTRAP));
    CHECK(traps == before);
    CHECK(!sigprocmask(SIG_UNBLOCK, &only, 0));
    CHECK(traps == before + 1);
  }
}

static void own_faults(void) {
  struct timespec *volatile nowhere = (struct timespec *)8;
  for (volatile int64_t i = 0; i < 100000; ++i)
    if (!sigsetjmp(back, 1)) {
      clock_gettime(CLOCK_MONOTONIC, nowhere);
      CHECK(0);
    }
  CHECK(faults == 100000);
}

int main(void) {
  CHECK(signal(SIGTRAP, on_trap) == SIG_DFL);
  CHECK(signal(SIGSEGV, on_fault) == SIG_DFL);
  own_traps();
  blocked_and_pending();
  own_faults();
  struct sigaction action;
  CHECK(!sigaction(SIGTRAP, 0, &action) && action.sa_handler == on_trap);
  puts("good");
}
