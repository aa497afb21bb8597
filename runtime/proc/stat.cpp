// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/proc/stat.h"

#include "runtime/proc/number.h"

namespace ckpt::proc {
namespace {

constexpr unsigned kFirstNumber = 4; // behind pid, (name) and state
constexpr unsigned kLastNumber = 52;

// What follows the last ')'; empty when there is none.
StringView behind_name(StringView text) {
  size_t i = text.size;
  while (i > 0 && text[i - 1] != ')')
    --i;
  return i == 0 ? StringView(text.data, 0) : text.drop(i);
}

// " 12" or " -12"; the negative ones (tpgid, nice, ...) are not ours.
bool take_field(StringView &s, u64 &out) {
  if (!take_char(s, ' '))
    return false;
  if (s.empty() || s[0] != '-')
    return take_dec(s, out);
  i64 negative;
  if (!take_signed(s, negative))
    return false;
  out = static_cast<u64>(negative);
  return true;
}

} // namespace

bool parse_stat(StringView text, StatMm &out) {
  StringView s = behind_name(text);
  if (!take_char(s, ' '))
    return false;
  StringView state = take_word(s);
  if (state.size != 1)
    return false;
  u64 field[kLastNumber + 1];
  for (unsigned i = kFirstNumber; i <= kLastNumber; ++i)
    if (!take_field(s, field[i]))
      return false;
  out.state = static_cast<u8>(state[0]);
  out.parent = field[4];
  out.starttime = field[22];
  out.start_code = field[26];
  out.end_code = field[27];
  out.start_stack = field[28];
  out.start_data = field[45];
  out.end_data = field[46];
  out.start_brk = field[47];
  out.arg_start = field[48];
  out.arg_end = field[49];
  out.env_start = field[50];
  out.env_end = field[51];
  return true;
}

} // namespace ckpt::proc
