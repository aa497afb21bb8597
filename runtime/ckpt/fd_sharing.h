// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which of the recorded descriptors are one open file description.  With
// kcmp(2) a sorted list: a program may have a million descriptors.
// Phase: signal.  Errors: false, and `why` names the descriptor.
#pragma once
#include "runtime/ckpt/fd_record.h"

namespace ckpt {

class FdSharing {
public:
  // `room`: one for each descriptor.
  explicit FdSharing(Span<u32> room) : sorted_(room) {}

  // Sets record.d.shares; if it shares nothing, it is known from now on as
  // record.to.descriptors[index].
  bool find(FdRecord &record, size_t index);

private:
  bool search(FdRecord &record, size_t &at);
  bool scan(FdRecord &record);

  Span<u32> sorted_; // indexes, in the order of kcmp
  size_t count_ = 0;
  bool ordered_ = true; // the kernel gives an order
};

} // namespace ckpt
