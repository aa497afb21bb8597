// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/own_limits.h"

#include "runtime/ckpt/own_marks.h"
#include "runtime/sys/calls.h"

namespace ckpt {

using image::kLimitCount;
using image::Limit;

void read_limits(Limit (&now)[kLimitCount]) {
  for (u32 i = 0; i < kLimitCount; ++i) {
    rlimit64 limit = {};
    sys::prlimit(static_cast<int>(i), nullptr, &limit).ignore();
    now[i] = {limit.rlim_cur, limit.rlim_max, 0};
  }
}

u32 set_own_limits(Span<const Limit> saved) {
  Limit now[kLimitCount];
  read_limits(now);
  u32 lower = 0;
  for (u32 i = 0; i < kLimitCount; ++i) {
    if (!saved[i].own)
      continue;
    Limit here = own_limit_here(saved[i], now[i]);
    rlimit64 wanted = {here.soft, here.hard};
    bool set = sys::prlimit(static_cast<int>(i), &wanted, nullptr).ok();
    if (!set || here.soft < saved[i].soft)
      lower |= u32{1} << i;
  }
  return lower;
}

} // namespace ckpt
