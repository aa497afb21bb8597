// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernel has somewhere to write the time that is left; or an absolute time
// is put on its clock.
#include "runtime/shims/deadline.h"
#include "runtime/shims/thread_id.h"
#include "runtime/shims/timed.h"

using namespace ckpt;

namespace {

int sleep_for(clockid_t clock, int flags, const struct timespec *time,
              struct timespec *left) {
  struct timespec unseen;
  shim::CancellationPoint here;
  return static_cast<int>(-shim::timed_call(
      0, SYS_clock_nanosleep, shim::word(static_cast<i64>(clock)),
      shim::word(static_cast<i64>(flags)), shim::word(time),
      shim::word(left ? left : &unseen), 0, 0));
}

// The clock of a thread or process.
[[gnu::noinline]] int sleep_on_cpu_clock(clockid_t clock, int flags,
                                         const struct timespec *time,
                                         struct timespec *left) {
  for (;;) {
    u32 life = shim::this_life();
    int error = sleep_for(shim::clock_here(clock), flags, time, left);
    // A restart in the middle: the number was the last life's.
    if (error != EINVAL || life == shim::this_life())
      return error;
  }
}

} // namespace

extern "C" int clock_nanosleep(clockid_t clock, int flags,
                               const struct timespec *time,
                               struct timespec *left) {
  if (clock == CLOCK_THREAD_CPUTIME_ID)
    return EINVAL; // POSIX; the kernel says something else
  if (clock < 0)
    return sleep_on_cpu_clock(clock, flags, time, left);
  if (!(flags & TIMER_ABSTIME) || !is_moved_clock(clock))
    return sleep_for(clock, flags, time, left);
  shim::KernelDeadline deadline(clock, time);
  return sleep_for(clock, flags, deadline.get(), left);
}
