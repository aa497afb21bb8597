// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Makes lines of bytes that arrive one by one: whoever else reads the
// descriptor later finds every byte behind the last line taken.  Pure.
// Phase: any.
// Errors: a line that is too long or holds a NUL is whole nevertheless, so that
// the next one is found; fault() tells.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::stream {

inline constexpr size_t kLineMax = 8192;

enum class LineFault : u8 { kNone, kTooLong, kNul };

class Line {
public:
  // True: the line is whole.  The next byte begins another one.
  bool add(char c) {
    if (whole_)
      clear();
    whole_ = c == '\n';
    if (whole_)
      return true;
    if (c == '\0')
      fault_ = LineFault::kNul;
    if (size_ < kLineMax)
      text_[size_++] = c;
    else if (fault_ == LineFault::kNone)
      fault_ = LineFault::kTooLong;
    return false;
  }
  LineFault fault() const { return fault_; }
  StringView text() const { return {text_, size_}; }
  // Bytes have come since the last whole line.
  bool begun() const { return !whole_ && size_ > 0; }
  void clear() {
    size_ = 0;
    fault_ = LineFault::kNone;
    whole_ = false;
  }

private:
  size_t size_ = 0;
  LineFault fault_ = LineFault::kNone;
  bool whole_ = false;
  char text_[kLineMax];
};

} // namespace ckpt::stream
