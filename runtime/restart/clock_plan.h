// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What has to be done about CLOCK_MONOTONIC and CLOCK_BOOTTIME at a restart.
// Pure.
//
// A clock that is behind what the program has seen must not be shown: programs
// rely on it.  One that went ahead is what a program sees that was stopped for
// a while; but a job may have waited for days, and what it measures against
// that clock (a stall, its own time limit) would be long over.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::restart {

struct ClockPair {
  i64 monotonic, boottime; // nanoseconds
};

enum class ClockNeed : u8 {
  kNone,   // nobody notices
  kLittle, // ahead: put right where that has no other effect
  kMuch,   // ahead by more than a restart takes
  kMust,   // behind
};

inline constexpr i64 kUnnoticed = 1000000000;  // 1 s
inline constexpr i64 kLongStop = 60 * 1000000000ll; // 1 min

constexpr ClockNeed need_of(i64 ahead) {
  return ahead < 0            ? ClockNeed::kMust
         : ahead > kLongStop  ? ClockNeed::kMuch
         : ahead > kUnnoticed ? ClockNeed::kLittle
                              : ClockNeed::kNone;
}

constexpr ClockNeed clock_need(const ClockPair &saved, const ClockPair &here) {
  return max(need_of(here.monotonic - saved.monotonic),
             need_of(here.boottime - saved.boottime));
}

} // namespace ckpt::restart
