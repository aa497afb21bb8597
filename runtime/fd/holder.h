// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Other processes' descriptors, of those that may be looked at: the same user's.
// Phase: signal.
#pragma once
#include "runtime/fd/list.h"
#include "runtime/proc/read_file.h"
#include "runtime/proc/stat.h"

namespace ckpt::fd {

// When a process began, in clock ticks after boot; 0: it is not known.
inline u64 start_of(u64 pid) {
  char text[kPageSize];
  Text<32> path("/proc/", pid, "/stat");
  size_t size = proc::read_small(path.c_str(), text, sizeof text);
  proc::StatMm stat;
  return size != static_cast<size_t>(-1) &&
                 proc::parse_stat({text, size}, stat)
             ? stat.starttime
             : 0;
}

// The first process but `own` and this one (a child of it) with a descriptor for which is_it(stat) is true,
// of those that began at `since` or later; 0: there is none.
template <class IsIt> u64 find_holder(u64 own, u64 since, IsIt is_it) {
  u64 holder = 0;
  each_number("/proc", [&](u64 pid) {
    if (pid == own || pid == static_cast<u64>(sys::getpid()) ||
        (since && start_of(pid) < since))
      return true;
    Text<64> directory("/proc/", pid, "/fd");
    each_number(directory.c_str(), [&](u64 number) {
      Text<64> link("/proc/", pid, "/fd/", number);
      struct stat st;
      if (!sys::stat(link.c_str(), st).ok() || !is_it(st))
        return true;
      holder = pid;
      return false;
    });
    return holder == 0;
  });
  return holder;
}

} // namespace ckpt::fd
