// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Reads files of /proc line by line or whole, on the caller's stack.
// Phase: pre-libc, signal.  Needs: 20 KiB of stack.  Never: allocates.
// Errors: false, and `why` names the file.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/proc/lines.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/keeper.h"

namespace ckpt::proc {

// A path of 4095 bytes with every byte escaped as \ooo, and the columns before.
inline constexpr size_t kLongestLine = 4 * 4096 + 256;

// Opens a file of /proc; says what to do when there is none.
inline bool open_proc(const char *path, int &fd, Reason &why) {
  SysResult opened = sys::open_own(path, O_RDONLY | O_CLOEXEC);
  if (opened.ok()) {
    fd = opened.fd();
    return true;
  }
  why.set("cannot open ", path, " (errno ", opened.error(),
          "); is /proc mounted, and is a descriptor left?");
  return false;
}

// Calls each(StringView line) -> bool until it returns false or the file ends.
// False when the file cannot be read or `each` returned false.
template <class Each>
bool each_line(const char *path, Reason &why, Each each) {
  int fd = -1;
  if (!open_proc(path, fd, why))
    return false;
  char storage[kLongestLine];
  LineBuffer lines(storage, sizeof storage);
  bool good = true;
  for (bool more = true; good && more;) {
    SysResult n = sys::read(fd, lines.space(), lines.space_size());
    more = n.ok() && n.value() > 0;
    good = n.ok();
    if (more)
      lines.added(static_cast<size_t>(n.value()));
    StringView line;
    while (good && lines.next(line))
      good = each(line);
    good = good && !lines.too_long();
  }
  sys::close(fd).ignore();
  if (!good && why.empty())
    why.set("cannot make sense of ", path);
  return good;
}

// The whole of a small file; size_t(-1) when it cannot be read or is larger.
inline size_t read_small(const char *path, void *to, size_t capacity) {
  SysResult opened = sys::open_own(path, O_RDONLY | O_CLOEXEC);
  if (!opened.ok())
    return static_cast<size_t>(-1);
  size_t size = 0;
  bool good = true;
  while (good) {
    SysResult n = sys::read(opened.fd(), static_cast<char *>(to) + size,
                            capacity - size);
    good = n.ok() && size < capacity;
    if (!n.ok() || n.value() == 0)
      break;
    size += static_cast<size_t>(n.value());
  }
  sys::close(opened.fd()).ignore();
  return good ? size : static_cast<size_t>(-1);
}

} // namespace ckpt::proc
