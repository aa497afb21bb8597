// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Walks the numbers in /proc/thread-self/fd (or any directory of numbers).
// Phase: pre-libc, signal.  Needs: 4 KiB of stack.
// Errors: false when the directory cannot be read or `each` said false.
#pragma once
#include "runtime/proc/number.h"
#include "runtime/sys/calls.h"

namespace ckpt::fd {

// struct linux_dirent64 (getdents64(2)).
struct DirectoryEntry {
  u64 inode;
  i64 next;
  u16 size;
  u8 type;
  char name[];
};

// Calls each(u64 number) -> bool.  The walk's own descriptor is left out.
template <class Each> bool each_number(const char *directory, Each each) {
  SysResult opened = sys::open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (!opened.ok())
    return false;
  alignas(DirectoryEntry) char buffer[2048];
  bool good = true;
  while (good) {
    SysResult n = sys::getdents(opened.fd(), buffer, sizeof buffer);
    good = n.ok();
    if (!good || n.value() == 0)
      break;
    for (i64 at = 0; good && at < n.value();) {
      const DirectoryEntry *entry =
          reinterpret_cast<const DirectoryEntry *>(buffer + at);
      at += entry->size;
      StringView name(entry->name);
      u64 number = 0;
      if (!proc::take_dec(name, number) || !name.empty() ||
          number == static_cast<u64>(opened.fd()))
        continue;
      good = each(number);
    }
  }
  sys::close(opened.fd()).ignore();
  return good;
}

} // namespace ckpt::fd
