// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Locks of the descriptors, as /proc/thread-self/fdinfo shows them.
// Phase: signal.  Errors: false, and `why` names the descriptor.
#pragma once
#include "runtime/ckpt/fd_record.h"
#include "runtime/proc/fdinfo.h"

namespace ckpt {

class FdLocks {
public:
  explicit FdLocks(Span<image::RecordLock> room) : locks_(room) {}

  // The lock lines that follow belong to this descriptor.
  void begin() { start_ = count_; }
  bool add(FdRecord &record, const proc::LockLine &lock);
  bool any() const { return count_ != start_; }
  // They are said already, by the first descriptor of the description.
  void drop() { count_ = start_; }
  // A record lock belongs to the process: of two numbers of one description that
  // were there at the start each shows it, and the first one has said it.
  void drop_repeated(const FdRecord &record, size_t recorded);
  Span<image::RecordLock> all() const { return locks_.sub(0, count_); }

private:
  bool is_said(const image::RecordLock &lock, const FdRecord &record,
               size_t recorded) const;

  Span<image::RecordLock> locks_;
  size_t count_ = 0;
  size_t start_ = 0; // of the present descriptor's
};

} // namespace ckpt
