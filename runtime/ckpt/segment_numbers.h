// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The numbers (shmid) by which the program knows its System V segments, where
// the kernel's are others since a restart.  Readers may come at any instant, in
// signal handlers too.
// Phase: any.  Pure.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

struct SegmentNumber {
  i32 kept; // the program's, from shmget
  i32 real; // the kernel's
};

class SegmentNumbers {
public:
  static constexpr u32 kMost = 256;

  // The kernel's number; itself where the two are one.
  i32 real_of(i32 kept) const;
  // For one that shmget has just returned: the program's number for it.  A new
  // one whose own number means another to the program gets one that is free;
  // -1: there is no room to note it.
  i32 name(i32 real);
  // What had the number `kept` in the kernel has the number `real` now.  Needs:
  // nobody else looks.
  void move(Span<const SegmentNumber> moved);

private:
  // 0: free; else kept + 1 in the upper half, real in the lower.
  u64 rows_[kMost] = {};
};

} // namespace ckpt

// For shmat(2), shmctl(2), and what shmget(2) returned; -1: no room.
extern "C" ckpt::i32 __ckpt_real_segment(ckpt::i32 kept);
extern "C" ckpt::i32 __ckpt_name_segment(ckpt::i32 real);
