// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernel has somewhere to write the time that is left.
#include "runtime/shims/timed.h"

using namespace ckpt;

extern "C" int nanosleep(const struct timespec *time, struct timespec *left) {
  struct timespec unseen;
  shim::CancellationPoint here;
  return static_cast<int>(syscall(SYS_clock_nanosleep, CLOCK_REALTIME, 0, time,
                                  left ? left : &unseen));
}
