// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/proc/number.h"

namespace ckpt::proc {
namespace {

constexpr unsigned kNoDigit = 99;

unsigned digit_of(char c) {
  if (c >= '0' && c <= '9')
    return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f')
    return static_cast<unsigned>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F')
    return static_cast<unsigned>(c - 'A') + 10;
  return kNoDigit;
}

bool take_number(StringView &s, unsigned base, u64 limit, u64 &out) {
  u64 value = 0;
  size_t taken = 0;
  for (; taken < s.size; ++taken) {
    unsigned digit = digit_of(s[taken]);
    if (digit >= base)
      break;
    if (value > (limit - digit) / base)
      return false;
    value = value * base + digit;
  }
  if (taken == 0)
    return false;
  s = s.drop(taken);
  out = value;
  return true;
}

bool take_number(StringView &s, unsigned base, u32 &out) {
  u64 value;
  if (!take_number(s, base, UINT32_MAX, value))
    return false;
  out = static_cast<u32>(value);
  return true;
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

} // namespace

bool take_dec(StringView &s, u64 &out) {
  return take_number(s, 10, UINT64_MAX, out);
}
bool take_hex(StringView &s, u64 &out) {
  return take_number(s, 16, UINT64_MAX, out);
}
bool take_oct(StringView &s, u64 &out) {
  return take_number(s, 8, UINT64_MAX, out);
}
bool take_dec(StringView &s, u32 &out) { return take_number(s, 10, out); }
bool take_hex(StringView &s, u32 &out) { return take_number(s, 16, out); }
bool take_oct(StringView &s, u32 &out) { return take_number(s, 8, out); }

bool take_signed(StringView &s, i64 &out) {
  bool negative = !s.empty() && s[0] == '-';
  StringView rest = negative ? s.drop(1) : s;
  u64 limit = static_cast<u64>(INT64_MAX) + (negative ? 1 : 0);
  u64 value;
  if (!take_number(rest, 10, limit, value))
    return false;
  s = rest;
  out = static_cast<i64>(negative ? 0 - value : value);
  return true;
}

bool take_char(StringView &s, char c) {
  if (s.empty() || s[0] != c)
    return false;
  s = s.drop(1);
  return true;
}

void skip_blanks(StringView &s) {
  size_t i = 0;
  while (i < s.size && is_blank(s[i]))
    ++i;
  s = s.drop(i);
}

StringView take_word(StringView &s) {
  size_t i = 0;
  while (i < s.size && !is_blank(s[i]))
    ++i;
  StringView word = s.take(i);
  s = s.drop(i);
  return word;
}

bool only_blanks(StringView s) {
  skip_blanks(s);
  return s.empty();
}

bool split_field(StringView line, StringView &key, StringView &value) {
  size_t colon = line.find(':');
  if (colon == line.size)
    return false;
  key = line.take(colon);
  value = line.drop(colon + 1);
  skip_blanks(value);
  return true;
}

} // namespace ckpt::proc
