// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/migrate/address.h"

#include "runtime/proc/number.h"

namespace ckpt::migrate {

namespace {

constexpr size_t kGroups = 8;

// One number of IPv4: no sign, no needless zero (it would be octal elsewhere).
bool take_byte(StringView &rest, u8 &byte) {
  bool zero = rest.size && rest[0] == '0';
  StringView before = rest;
  u32 value = 0;
  if (!proc::take_dec(rest, value) || value > 255 ||
      (zero && before.size - rest.size > 1))
    return false;
  byte = static_cast<u8>(value);
  return true;
}

bool take_group(StringView &rest, u8 *bytes) {
  StringView before = rest;
  u32 value = 0;
  if (!proc::take_hex(rest, value) || before.size - rest.size > 4)
    return false;
  bytes[0] = static_cast<u8>(value >> 8);
  bytes[1] = static_cast<u8>(value);
  return true;
}

// The groups of "a:b:c", at most `most`; in the address's last part the last
// two may be written as IPv4.
bool parse_groups(StringView text, size_t most, bool last, u8 *bytes,
                  size_t &count) {
  count = 0;
  StringView rest = text;
  while (!rest.empty()) {
    if (count && !(rest[0] == ':' && rest.size > 1))
      return false;
    if (count)
      rest = rest.drop(1);
    if (last && count + 2 <= most && parse_ipv4(rest, bytes + 2 * count)) {
      count += 2;
      return true;
    }
    if (count == most || !take_group(rest, bytes + 2 * count))
      return false;
    ++count;
  }
  return true;
}

size_t find_gap(StringView text) {
  size_t at = 0;
  while (at + 1 < text.size && !(text[at] == ':' && text[at + 1] == ':'))
    ++at;
  return at + 1 < text.size ? at : text.size;
}

bool is_scope_character(char c) { return c > ' ' && c < 0x7f && c != '/'; }

} // namespace

bool parse_ipv4(StringView text, u8 *bytes) {
  StringView rest = text;
  u8 out[4];
  for (size_t i = 0; i < 4; ++i) {
    if (i && !(rest.size && rest[0] == '.'))
      return false;
    if (i)
      rest = rest.drop(1);
    if (!take_byte(rest, out[i]))
      return false;
  }
  if (!rest.empty())
    return false;
  for (size_t i = 0; i < 4; ++i)
    bytes[i] = out[i];
  return true;
}

bool parse_ipv6(StringView text, u8 *bytes) {
  size_t gap = find_gap(text);
  u8 front[16] = {}, back[16] = {};
  size_t before = 0, behind = 0;
  bool has_gap = gap < text.size;
  // A gap stands for one group at least.
  size_t most = has_gap ? kGroups - 1 : kGroups;
  if (!parse_groups(text.take(gap), most, !has_gap, front, before))
    return false;
  if (has_gap &&
      !parse_groups(text.drop(gap + 2), most - before, true, back, behind))
    return false;
  if (!has_gap && before != kGroups)
    return false;
  for (size_t i = 0; i < 16; ++i)
    bytes[i] = 0;
  for (size_t i = 0; i < 2 * before; ++i)
    bytes[i] = front[i];
  for (size_t i = 0; i < 2 * behind; ++i)
    bytes[16 - 2 * behind + i] = back[i];
  return true;
}

bool parse_address(StringView text, Address &address) {
  Address out;
  if (parse_ipv4(text, out.bytes)) {
    address = out;
    return true;
  }
  size_t percent = text.find('%');
  StringView scope = text.drop(percent + 1);
  out.v6 = true;
  if (!parse_ipv6(text.take(percent), out.bytes) || scope.size > kMaxScope ||
      (percent < text.size && scope.empty()))
    return false;
  for (size_t i = 0; i < scope.size; ++i) {
    if (!is_scope_character(scope[i]))
      return false;
    out.scope[i] = scope[i];
  }
  address = out;
  return true;
}

bool is_host_name(StringView text) {
  for (char c : text)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
          (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_'))
      return false;
  return !text.empty() && text[0] != '-';
}

bool parse_getent_line(StringView line, Address &address) {
  StringView rest = line;
  StringView number = proc::take_word(rest);
  proc::skip_blanks(rest);
  return proc::take_word(rest) == "STREAM" && parse_address(number, address);
}

} // namespace ckpt::migrate
