// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A taken number is the digits' value by 128-bit arithmetic; a refused one has
// no digit or does not fit; nothing else moves.
#include "runtime/proc/number.h"
#include "test/fuzz/proc_property.h"

using namespace ckpt;

namespace {

using Wide = unsigned __int128;

// The digits in front, saturated far above 64 bits.
Wide reference(StringView s, unsigned base, size_t &digits) {
  static const char kDigits[] = "0123456789abcdef";
  Wide value = 0;
  for (digits = 0; digits < s.size; ++digits) {
    char c = s[digits];
    if (c >= 'A' && c <= 'F')
      c = static_cast<char>(c - 'A' + 'a');
    const void *at = std::memchr(kDigits, c, base);
    if (!at)
      break;
    value = value * base +
            static_cast<unsigned>(static_cast<const char *>(at) - kDigits);
    value = min(value, Wide{1} << 100);
  }
  return value;
}

template <class T>
void check(StringView s, unsigned base, bool (*take)(StringView &, T &)) {
  size_t digits;
  Wide expected = reference(s, base, digits);
  StringView rest = s;
  T value = 17;
  if (take(rest, value)) {
    PROPERTY(digits > 0 && value == expected);
    PROPERTY(rest.data == s.data + digits && rest.size == s.size - digits);
  } else {
    PROPERTY(digits == 0 || expected > static_cast<T>(~T{0}));
    PROPERTY(value == 17 && rest.data == s.data && rest.size == s.size);
  }
}

void check_signed(StringView s) {
  StringView rest = s;
  i64 value = 17;
  if (!proc::take_signed(rest, value)) {
    PROPERTY(value == 17 && rest.data == s.data && rest.size == s.size);
    return;
  }
  test::Line printed(value);
  StringView again = printed.view();
  i64 same;
  PROPERTY(proc::take_signed(again, same) && again.empty() && same == value);
}

void check_words(StringView s) {
  StringView rest = s;
  size_t bytes = 0;
  while (!rest.empty()) {
    size_t before = rest.size;
    proc::skip_blanks(rest);
    StringView word = proc::take_word(rest);
    PROPERTY(test::inside(word, s) && test::inside(rest, s));
    PROPERTY(rest.size < before);
    PROPERTY(word.find(' ') == word.size && word.find('\t') == word.size);
    bytes += word.size;
  }
  PROPERTY(bytes <= s.size);
  PROPERTY(proc::only_blanks(s) == (bytes == 0));
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  test::for_each_line(data, size, [](StringView line) {
    check<u64>(line, 10, proc::take_dec);
    check<u64>(line, 16, proc::take_hex);
    check<u64>(line, 8, proc::take_oct);
    check<u32>(line, 10, proc::take_dec);
    check<u32>(line, 16, proc::take_hex);
    check<u32>(line, 8, proc::take_oct);
    check_signed(line);
    check_words(line);
  });
  return 0;
}
