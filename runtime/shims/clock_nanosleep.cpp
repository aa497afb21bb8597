// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernel has somewhere to write the time that is left.
#include "runtime/shims/timed.h"

using namespace ckpt;

extern "C" int clock_nanosleep(clockid_t clock, int flags,
                               const struct timespec *time,
                               struct timespec *left) {
  if (clock == CLOCK_THREAD_CPUTIME_ID)
    return EINVAL; // POSIX; the kernel says something else
  struct timespec unseen;
  shim::CancellationPoint here;
  return static_cast<int>(-__ckpt_timed_call(
      0, SYS_clock_nanosleep, shim::word(clock), shim::word(flags),
      shim::word(time), shim::word(left ? left : &unseen), 0, 0));
}
