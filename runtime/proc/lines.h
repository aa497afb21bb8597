// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Splits text that arrives in pieces into lines, in a caller's buffer, so that
// a /proc file of any size streams through a few kilobytes.  Pure.
// Phase: any.  Needs: one reader.  Never: allocates; hands out a cut line.
//
//   while ((n = read(fd, lines.space(), lines.space_size())) > 0) {
//     lines.added(n);
//     while (lines.next(line))
//       use(line);                 // a view, good until the next space()
//   }
//   if (lines.unfinished())        // no '\n' at the end, or a line too long
//     refuse();
//
// Errors: a line that does not fit leaves no space: space_size() is 0 from
// then on, so that the loop above ends, and too_long() says why.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::proc {

class LineBuffer {
public:
  LineBuffer(char *buffer, size_t capacity)
      : buffer_(buffer), capacity_(capacity) {}

  // Where to put more text.  Moves what is left to the front: lines handed
  // out before are gone.
  char *space();
  // How much fits there; the same before and after space().
  size_t space_size() const { return capacity_ - (end_ - begin_); }
  // n bytes were put at space(); more than space_size() counts as that much.
  void added(size_t n);

  // The next whole line, without its '\n'; false when more text is needed.
  [[nodiscard]] bool next(StringView &line);

  // The buffer is full and holds no whole line.
  bool too_long() const;
  // There is text without a '\n' behind the last line.  At the end of the
  // file: the text was cut or a line was too long.
  bool unfinished() const { return begin_ != end_; }

private:
  char *buffer_;
  size_t capacity_;
  size_t begin_ = 0;   // the first byte not handed out
  size_t scanned_ = 0; // no '\n' between begin_ and here
  size_t end_ = 0;
};

} // namespace ckpt::proc
