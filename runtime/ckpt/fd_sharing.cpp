// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/fd_sharing.h"

#include "runtime/sys/memory.h"

namespace ckpt {

bool FdSharing::find(FdRecord &record, size_t index) {
  size_t at = count_;
  if (ordered_ && !search(record, at))
    ordered_ = false;
  if (!ordered_) {
    at = count_;
    if (!scan(record))
      return false;
  }
  if (record.d.shares >= 0)
    return true;
  for (size_t i = count_; i > at; --i)
    sorted_[i] = sorted_[i - 1];
  sorted_[at] = static_cast<u32>(index);
  ++count_;
  return true;
}

// False: there is no order, as without kcmp.
bool FdSharing::search(FdRecord &record, size_t &at) {
  size_t low = 0, high = count_;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    const image::Descriptor &other = record.to.descriptors[sorted_[middle]];
    Order order = compare_descriptions(other.number, record.number);
    if (order == Order::kSame) {
      record.d.shares = other.number;
      return true;
    }
    if (order != Order::kBefore && order != Order::kAfter)
      return false;
    if (order == Order::kBefore)
      low = middle + 1;
    else
      high = middle;
  }
  at = low;
  return true;
}

// Descriptors of one description have the same file, offset and flags.
bool FdSharing::scan(FdRecord &record) {
  const image::Descriptor &d = record.d;
  for (size_t i = 0; i < count_; ++i) {
    const image::Descriptor &other = record.to.descriptors[sorted_[i]];
    if (other.device != d.device || other.inode != d.inode ||
        other.open_flags != d.open_flags || other.offset != d.offset ||
        other.kind != d.kind)
      continue;
    Order order = compare_descriptions(other.number, record.number);
    if (order == Order::kUnknown && d.kind != image::FdKind::kDevice)
      return record.refuse("may share its offset with another descriptor, "
                           "which this kernel does not tell (kcmp is not "
                           "allowed)");
    if (order != Order::kSame)
      continue;
    record.d.shares = other.number;
    return true;
  }
  return true;
}

} // namespace ckpt
