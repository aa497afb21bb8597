// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// struct rusage, and what a restarted program adds to it.
// Phase: any.
#pragma once
#include "runtime/abi/image.h"

// The kernel's struct rusage: 64-bit words, 18 of them.
struct __ckpt_usage {
  ckpt::i64 user_sec, user_usec, system_sec, system_usec;
  ckpt::i64 max_rss, shared, unshared_data, unshared_stack;
  ckpt::i64 minor_faults, major_faults, swaps;
  ckpt::i64 blocks_in, blocks_out, sent, received, signals;
  ckpt::i64 voluntary, involuntary;
};
static_assert(sizeof(__ckpt_usage) == 144);

extern "C" {
// Adds what was consumed before the last restart; `who` as getrusage takes it.
void __ckpt_add_usage(int who, __ckpt_usage *to);
}

namespace ckpt {

inline void add_time(i64 nanoseconds, i64 &sec, i64 &usec) {
  constexpr i64 kSecond = 1000000;
  i64 sum = sec * kSecond + usec + nanoseconds / 1000;
  sec = sum / kSecond;
  usec = sum % kSecond;
}

inline void add_usage(const image::Clocks &more, __ckpt_usage &to) {
  add_time(more.user, to.user_sec, to.user_usec);
  add_time(more.system, to.system_sec, to.system_usec);
  to.max_rss = max(to.max_rss, more.max_rss);
  i64 *const counts[] = {&to.minor_faults, &to.major_faults, &to.blocks_in,
                         &to.blocks_out,   &to.voluntary,    &to.involuntary};
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; ++i)
    *counts[i] += more.counts[i];
}

} // namespace ckpt
