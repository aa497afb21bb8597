// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One process among all that ever ran: number, start in clock ticks after boot,
// and the boot's own random number (proc(5)).  Text, so that an image can carry
// it.
// Phase: pre-libc, signal.  Needs: /proc, or the identity is empty.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/proc/read_file.h"
#include "runtime/proc/stat.h"

namespace ckpt::proc {

using ProcessIdentity = Text<96>;

inline bool read_stat(u64 pid, StatMm &out) {
  char text[2048];
  size_t size = read_small(Text<64>("/proc/", pid, "/stat").c_str(), text,
                           sizeof text);
  return size <= sizeof text && parse_stat({text, size}, out);
}

// Empty for a process that has ended, whether its parent knows it or not.
inline ProcessIdentity identity_of(u64 pid) {
  StatMm stat;
  char boot[64];
  size_t size =
      read_small("/proc/sys/kernel/random/boot_id", boot, sizeof boot);
  if (!read_stat(pid, stat) || stat.state == 'Z' || stat.state == 'X' ||
      size > sizeof boot)
    return ProcessIdentity();
  StringView line(boot, size);
  return ProcessIdentity(pid, " ", stat.starttime, " ",
                         line.take(line.find('\n')));
}

} // namespace ckpt::proc
