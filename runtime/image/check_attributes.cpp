// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Resource limits, and the attributes that the job has set.
#include "runtime/image/check.h"

namespace ckpt::image {
namespace {

constexpr u32 kMostFutureLocks = 7; // MCL_CURRENT, MCL_FUTURE, MCL_ONFAULT
constexpr u32 kCommands = 0x3ff;    // of membarrier(2), one bit each

bool any_processor(const Attributes &a) {
  for (u8 byte : a.affinity)
    if (byte)
      return true;
  return false;
}

bool holds_possible_values(const Attributes &a) {
  return a.nice >= -20 && a.nice <= 19 && a.priority >= 0 &&
         a.priority <= 99 && a.out_of_memory >= -1000 &&
         a.out_of_memory <= 1000 && a.future_locks <= kMostFutureLocks &&
         !(a.barriers & ~kCommands);
}

} // namespace

bool check_limits(const View &v, Reason &why) {
  if (v.limits.size != kLimitCount)
    return damaged(why, "it has ", v.limits.size, " resource limits");
  for (const Limit &limit : v.limits)
    if (limit.soft > limit.hard || limit.own > 1)
      return damaged(why, "a resource limit is above its hard limit, or has "
                          "unknown flags");
  return true;
}

bool check_attributes(const View &v, Reason &why) {
  const Attributes &a = *v.attributes;
  if (a.own >> static_cast<u32>(Own::kCount))
    return damaged(why, "its note attributes has unknown flags");
  if (!holds_possible_values(a))
    return damaged(why, "its note attributes holds impossible values");
  if (a.own & own_bit(Own::kAffinity) && !any_processor(a))
    return damaged(why, "its note attributes names no processor");
  constexpr u32 kStandard = 3;
  if (a.terminal > kStandard)
    return damaged(why, "its terminal is no standard stream");
  return true;
}

bool check_thread_settings(const View &v, Reason &why) {
  for (const ThreadSettings &s : v.thread_settings) {
    const Attributes &a = s.attributes;
    if (!has_thread(v.threads, s.tid) || s.tid == v.threads[0].tid)
      return damaged(why, "settings are of thread ", s.tid,
                     ", which does not exist");
    if (a.own & ~kOwnOfThread || s.reserved || !holds_possible_values(a) ||
        (a.own & own_bit(Own::kAffinity) && !any_processor(a)))
      return damaged(why, "the settings of thread ", s.tid, " are impossible");
  }
  return true;
}

} // namespace ckpt::image
