// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Signals as bits of a kernel mask: bit n-1 for signal n.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

constexpr u64 signal_bit(int sig) { return u64{1} << (sig - 1); }

// The lowest signal in it; 0 when it is empty.
constexpr int first_signal(u64 set) {
  return set ? __builtin_ctzll(set) + 1 : 0;
}

// Calls each(int sig), the lowest first.
template <class Each> void for_each_signal(u64 set, Each each) {
  for (; set; set &= set - 1)
    each(first_signal(set));
}

} // namespace ckpt
