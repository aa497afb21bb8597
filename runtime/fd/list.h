// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Walks a directory: its names, or those that are numbers, as of descriptors,
// threads and processes.
// Phase: pre-libc, normal, signal.  Needs: 4 KiB of stack.
// Errors: false when the directory cannot be read or `each` said false.
#pragma once
#include "runtime/proc/number.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/keeper.h"

namespace ckpt::fd {

constexpr char kOwnDescriptors[] = "/proc/thread-self/fd";

// struct linux_dirent64 (getdents64(2)).
struct DirectoryEntry {
  u64 inode;
  i64 next;
  u16 size;
  u8 type;
  char name[];
};

// Calls each(StringView name, u64 inode) -> bool for what an open directory
// holds, but . and .., from where it stands.  The name ends with a NUL.
// False: it cannot be read, or `each` said false.
template <class Each> bool each_entry(int directory, Each each) {
  alignas(DirectoryEntry) char buffer[2048];
  for (;;) {
    SysResult n = sys::getdents(directory, buffer, sizeof buffer);
    if (!n.ok() || n.value() == 0)
      return n.ok();
    for (i64 at = 0; at < n.value();) {
      const DirectoryEntry *entry =
          reinterpret_cast<const DirectoryEntry *>(buffer + at);
      at += entry->size;
      StringView name(entry->name);
      if (!(name == ".") && !(name == "..") && !each(name, entry->inode))
        return false;
    }
  }
}

// Calls each(u64 number, u64 own) -> bool for the names that are numbers; own is
// the walk's own descriptor.
template <class Each>
bool walk_numbers(const char *directory, Each each) {
  SysResult opened = sys::open_own(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (!opened.ok())
    return false;
  bool good = each_entry(opened.fd(), [&](StringView name, u64) {
    u64 number = 0;
    return !proc::take_dec(name, number) || !name.empty() ||
           each(number, static_cast<u64>(opened.fd()));
  });
  sys::close(opened.fd()).ignore();
  return good;
}

// Calls each(u64 number) -> bool: threads, processes, another process's
// descriptors.
template <class Each> bool each_number(const char *directory, Each each) {
  return walk_numbers(
      directory, [&](u64 number, u64) { return each(number); });
}

// The same for the descriptors of this thread, without the walk's own.
template <class Each> bool each_descriptor(Each each) {
  return walk_numbers(kOwnDescriptors, [&](u64 number, u64 own) {
    return number == own || each(number);
  });
}

} // namespace ckpt::fd
