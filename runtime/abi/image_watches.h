// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What inotify descriptors watch, as it lies in the image (runtime/abi/image.h).
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::image {

enum FileWatchFlag : u32 {
  kDontFollow = 1 << 0, // the link itself (IN_DONT_FOLLOW)
  kAllFileWatchFlags = (1 << 1) - 1,
};

// One watch.  Sorted by number and wd.
struct FileWatch {
  i32 number;     // of the inotify descriptor: the lowest of its description
  i32 wd;         // what inotify_add_watch(2) returned
  u32 mask;       // the events, IN_EXCL_UNLINK, IN_ONESHOT
  u32 flags;      // FileWatchFlag
  i32 descriptor; // of a file that has no name; -1: it has the path
  u32 path;       // in the string pool
  u32 path_size;
  u32 reserved;
  u64 digest; // of what the events would be of (runtime/fd/watched.h)
};
static_assert(sizeof(FileWatch) == 40);

// IN_ALL_EVENTS, IN_EXCL_UNLINK, IN_ONESHOT (linux/inotify.h).
inline constexpr u32 kFileWatchMask = 0xfff | 0x04000000 | 0x80000000;

} // namespace ckpt::image
