// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whatever the buffer and the pieces, the lines are those of the whole text,
// up to the first that does not fit.  Input: capacity, a byte that sets the
// sizes of the pieces, text.
#include "runtime/proc/lines.h"
#include "test/fuzz/proc_property.h"

using namespace ckpt;
using namespace ckpt::proc;

namespace {

// The next line of the whole text; false at its end.
bool expect(StringView &text, StringView &line) {
  size_t end = text.find('\n');
  if (end == text.size)
    return false;
  line = text.take(end);
  text = text.drop(end + 1);
  return true;
}

void check(StringView text, size_t capacity, size_t pieces) {
  std::unique_ptr<char[]> buffer(new char[capacity]);
  LineBuffer lines(buffer.get(), capacity);
  StringView whole(buffer.get(), capacity);
  StringView input = text;
  for (;;) {
    size_t room = lines.space_size();
    char *to = lines.space();
    PROPERTY(room == lines.space_size());
    PROPERTY(test::inside(StringView(to, room), whole));
    size_t n = min(min(input.size, room), pieces % capacity + 1);
    if (n == 0)
      break;
    std::memcpy(to, input.data, n);
    input = input.drop(n);
    lines.added(n);
    pieces = pieces * 5 + 1;
    StringView line;
    StringView expected;
    while (lines.next(line)) {
      PROPERTY(test::inside(line, whole));
      PROPERTY(expect(text, expected) && line == expected);
    }
  }
  StringView left;
  if (expect(text, left)) {
    // It stopped early: for the one reason there is.
    PROPERTY(left.size + 1 > capacity);
    PROPERTY(lines.too_long() && lines.unfinished());
  } else {
    PROPERTY(lines.too_long() == (text.size >= capacity));
    PROPERTY(lines.unfinished() == !text.empty());
  }
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size >= 2)
    check(StringView(reinterpret_cast<const char *>(data) + 2, size - 2),
          data[0] + size_t{1}, data[1]);
  return 0;
}
