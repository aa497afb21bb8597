// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernel has somewhere to write the time that is left.
#include "runtime/shims/timed.h"

using namespace ckpt;

extern "C" int usleep(useconds_t time) {
  struct timespec left = {static_cast<time_t>(time / 1000000),
                          static_cast<long>(time % 1000000) * 1000};
  shim::CancellationPoint here;
  return static_cast<int>(
      syscall(SYS_clock_nanosleep, CLOCK_REALTIME, 0, &left, &left));
}
