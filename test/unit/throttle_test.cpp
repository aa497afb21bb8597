// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How long an image's writer waits for condor_slow_ckpt.
#include "runtime/ckpt/throttle.h"
#include "test/unit/check.h"

using ckpt::pause_after;
using ckpt::u64;

constexpr u64 kSecond = 1000000000;

TEST(no_speed_is_no_wait) {
  CHECK_EQ(pause_after(u64{1} << 40, 0, 0), 0u);
}

TEST(waits_for_what_is_left_of_the_time) {
  CHECK_EQ(pause_after(1 << 20, 1024, 0), kSecond);
  CHECK_EQ(pause_after(1 << 20, 1024, kSecond / 4), kSecond * 3 / 4);
  CHECK_EQ(pause_after(1 << 20, 1024, kSecond), 0u);
  CHECK_EQ(pause_after(1 << 20, 1024, 5 * kSecond), 0u);
  CHECK_EQ(pause_after(0, 1, 0), 0u);
}

TEST(large_and_odd_amounts_do_not_overflow) {
  CHECK_EQ(pause_after(u64{1} << 43, 1, 0), (u64{1} << 33) * kSecond);
  // 1000 bytes at 2047 MiB a second: 0.4 us, rounded down.
  u64 pause = pause_after(1000, 0x7fffffff, 0);
  CHECK(pause <= 1);
  pause = pause_after(1535, 1, 0);
  CHECK(pause > kSecond * 1498 / 1000 && pause < kSecond * 3 / 2);
}
