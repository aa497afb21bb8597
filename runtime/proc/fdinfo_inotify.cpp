// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/proc/fdinfo_inotify.h"

#include "runtime/proc/number.h"

namespace ckpt::proc {
namespace {

bool take_named(StringView &s, StringView name) {
  skip_blanks(s);
  if (!s.starts_with(name))
    return false;
  s = s.drop(name.size);
  return true;
}

} // namespace

// "inotify wd:3 ino:9e7e sdev:800013 mask:800afce ignored_mask:0 fhandle-...".
bool parse_inotify_line(StringView line, InotifyLine &watch, bool &is_watch) {
  is_watch = false;
  if (!take_named(line, "inotify "))
    return true;
  InotifyLine found;
  u64 wd;
  if (!take_named(line, "wd:") || !take_hex(line, wd) || wd < 1 ||
      wd > INT32_MAX || !take_named(line, "ino:") ||
      !take_hex(line, found.inode) || !take_named(line, "sdev:") ||
      !take_hex(line, found.device) || !take_named(line, "mask:") ||
      !take_hex(line, found.mask) || !(line.empty() || only_blanks(line.take(1))))
    return false;
  found.wd = static_cast<i32>(wd);
  watch = found;
  return is_watch = true;
}

} // namespace ckpt::proc
