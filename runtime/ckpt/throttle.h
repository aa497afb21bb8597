// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Holds the writing of an image down to the speed that the program's
// condor_slow_ckpt asks for.
// Phase: signal.  Never: sleeps when the variable is 0, negative or not there.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

// How long to wait when `bytes` were written in `elapsed` nanoseconds and
// `kib_per_second` are allowed; 0: no limit.  Pure.
constexpr u64 pause_after(u64 bytes, u64 kib_per_second, u64 elapsed) {
  if (!kib_per_second)
    return 0;
  constexpr u64 kNanoseconds = 1000000000;
  u64 rate = kib_per_second * 1024;
  u64 due = bytes / rate * kNanoseconds +
            bytes % rate * (kNanoseconds / 1024) / kib_per_second;
  return due > elapsed ? due - elapsed : 0;
}

class Throttle {
public:
  Throttle(); // begins now
  void wrote(u64 bytes);

private:
  u64 speed_; // KiB a second; 0: as fast as it goes
  u64 start_ = 0;
  u64 bytes_ = 0;
};

} // namespace ckpt
