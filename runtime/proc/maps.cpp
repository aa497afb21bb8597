// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/proc/maps.h"

#include "runtime/proc/number.h"

#include <linux/mman.h>

namespace ckpt::proc {
namespace {

bool take_range(StringView &s, u64 &start, u64 &end) {
  return take_hex(s, start) && take_char(s, '-') && take_hex(s, end) &&
         take_char(s, ' ');
}

// One letter of "rwx": the letter or '-'.
bool take_access(StringView &s, char letter, u32 bit, u32 &prot) {
  if (take_char(s, letter)) {
    prot |= bit;
    return true;
  }
  return take_char(s, '-');
}

bool take_permissions(StringView &s, u32 &prot, bool &shared) {
  prot = 0;
  if (!take_access(s, 'r', PROT_READ, prot) ||
      !take_access(s, 'w', PROT_WRITE, prot) ||
      !take_access(s, 'x', PROT_EXEC, prot))
    return false;
  shared = take_char(s, 's');
  return (shared || take_char(s, 'p')) && take_char(s, ' ');
}

} // namespace

bool parse_maps_line(StringView line, MapsLine &out) {
  StringView s = line;
  if (!take_range(s, out.start, out.end) || out.start >= out.end ||
      !take_permissions(s, out.prot, out.shared))
    return false;
  if (!take_hex(s, out.offset) || !take_char(s, ' '))
    return false;
  if (!take_hex(s, out.device_major) || !take_char(s, ':') ||
      !take_hex(s, out.device_minor) || !take_char(s, ' '))
    return false;
  // The kernel writes a blank here even when no path follows: without it the
  // inode may be a cut one.
  if (!take_dec(s, out.inode) || !take_char(s, ' '))
    return false;
  skip_blanks(s);
  StringView deleted(" (deleted)");
  out.deleted = s.ends_with(deleted);
  out.path = out.deleted ? s.take(s.size - deleted.size) : s;
  return true;
}

bool looks_like_maps_line(StringView line) {
  StringView s = line;
  u64 start;
  u64 end;
  return take_range(s, start, end);
}

size_t unescape_path(StringView escaped, char *out, size_t capacity) {
  StringView line_feed("\\012");
  size_t length = 0;
  StringView s = escaped;
  while (!s.empty()) {
    bool is_escape = s.starts_with(line_feed);
    if (length == capacity)
      return capacity + 1;
    out[length++] = is_escape ? '\n' : s[0];
    s = s.drop(is_escape ? line_feed.size : 1);
  }
  return length;
}

} // namespace ckpt::proc
