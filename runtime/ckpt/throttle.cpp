// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/throttle.h"

#include <linux/time.h>

#include "runtime/ckpt/state.h"
#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

constexpr u64 kSecond = 1000000000;

u64 nanoseconds() {
  __kernel_timespec now = {};
  sys::clock_gettime(CLOCK_MONOTONIC, now).ignore();
  return static_cast<u64>(now.tv_sec) * kSecond +
         static_cast<u64>(now.tv_nsec);
}

u64 wanted_speed() {
  i32 wanted = state.write_speed ? *state.write_speed : 0;
  return wanted > 0 ? static_cast<u64>(wanted) : 0;
}

} // namespace

Throttle::Throttle() : speed_(wanted_speed()) {
  if (speed_)
    start_ = nanoseconds();
}

void Throttle::wrote(u64 bytes) {
  if (!speed_)
    return;
  bytes_ += bytes;
  u64 pause = pause_after(bytes_, speed_, nanoseconds() - start_);
  __kernel_timespec rest = {static_cast<__kernel_time64_t>(pause / kSecond),
                            static_cast<long long>(pause % kSecond)};
  if (pause)
    sys::call(__NR_nanosleep, &rest, nullptr).ignore();
}

} // namespace ckpt
