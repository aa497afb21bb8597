// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernel has somewhere to write the time that is left; or an absolute time
// is put on its clock.
#include "runtime/shims/deadline.h"
#include "runtime/shims/timed.h"

using namespace ckpt;

namespace {

int sleep_for(clockid_t clock, int flags, const struct timespec *time,
              struct timespec *left) {
  struct timespec unseen;
  shim::CancellationPoint here;
  return static_cast<int>(-__ckpt_timed_call(
      0, SYS_clock_nanosleep, shim::word(clock), shim::word(flags),
      shim::word(time), shim::word(left ? left : &unseen), 0, 0));
}

} // namespace

extern "C" int clock_nanosleep(clockid_t clock, int flags,
                               const struct timespec *time,
                               struct timespec *left) {
  if (clock == CLOCK_THREAD_CPUTIME_ID)
    return EINVAL; // POSIX; the kernel says something else
  if (!(flags & TIMER_ABSTIME) || !is_moved_clock(clock))
    return sleep_for(clock, flags, time, left);
  shim::KernelDeadline deadline(clock, time);
  return sleep_for(clock, flags, deadline.get(), left);
}
