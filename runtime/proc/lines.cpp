// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/proc/lines.h"

namespace ckpt::proc {

char *LineBuffer::space() {
  if (begin_ > 0) {
    for (size_t i = begin_; i < end_; ++i)
      buffer_[i - begin_] = buffer_[i];
    scanned_ -= begin_;
    end_ -= begin_;
    begin_ = 0;
  }
  return buffer_ + end_;
}

void LineBuffer::added(size_t n) {
  // Never past the buffer, whatever the caller claims.
  end_ += min(n, capacity_ - end_);
}

bool LineBuffer::next(StringView &line) {
  while (scanned_ < end_ && buffer_[scanned_] != '\n')
    ++scanned_;
  if (scanned_ == end_)
    return false;
  line = StringView(buffer_ + begin_, scanned_ - begin_);
  begin_ = ++scanned_;
  return true;
}

bool LineBuffer::too_long() const {
  return scanned_ == end_ && end_ - begin_ == capacity_;
}

} // namespace ckpt::proc
