// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernel has somewhere to write the time that is left.
#include <threads.h>

#include "runtime/shims/timed.h"

using namespace ckpt;

extern "C" int thrd_sleep(const struct timespec *time, struct timespec *left) {
  struct timespec unseen;
  shim::CancellationPoint here;
  i64 done = shim::timed_call(0, SYS_clock_nanosleep, CLOCK_REALTIME, 0,
                              shim::word(time),
                              shim::word(left ? left : &unseen), 0, 0);
  return done == 0 ? 0 : done == -EINTR ? -1 : -2; // C11, 7.26.5.7
}
