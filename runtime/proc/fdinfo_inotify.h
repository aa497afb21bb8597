// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Parses what /proc/PID/fdinfo/FD says of an inotify descriptor.  Pure.
// Phase: any.  Needs: a line without its '\n'.  Never: allocates.
// Source: inotify_fdinfo in fs/notify/fdinfo.c.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::proc {

struct InotifyLine {
  i32 wd = 0;
  u64 inode = 0;
  u32 device = 0; // as the kernel has it: 20 bits of minor number
  u32 mask = 0;   // with IN_EXCL_UNLINK and IN_ONESHOT since Linux 5.19
};

// Fills watch and sets is_watch for an "inotify" line.  Other lines are ignored.
// False when one of ours is malformed; watch is then as it was.
[[nodiscard]] bool parse_inotify_line(StringView line, InotifyLine &watch,
                                      bool &is_watch);

// The kernel's device number of one that stat(2) tells.
constexpr u32 kernel_device(u64 device) {
  u64 major = (device >> 8 & 0xfff) | (device >> 32 & ~u64{0xfff});
  u64 minor = (device & 0xff) | (device >> 12 & 0xfff00);
  return static_cast<u32>(major << 20 | minor);
}

} // namespace ckpt::proc
