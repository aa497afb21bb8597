// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The names by which the program has asked inotify to watch files.  The kernel
// tells of a watch which inode it is of, not the name that led there.  Memory of
// the program: kept by the shim of inotify_add_watch, read by a checkpoint.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

// At multiples of 8, one behind the other; the path and a NUL follow.
struct WatchedPath {
  u32 next; // offset of the next of the same sum; 0: the last
  u32 sum;  // of the path
  u32 mask; // of the last call with this path
  u32 path_size;

  const char *path() const { return reinterpret_cast<const char *>(this + 1); }
  static constexpr u64 size_for(u64 path_size) {
    return (sizeof(WatchedPath) + path_size + 1 + 7) & ~u64{7};
  }
};
static_assert(sizeof(WatchedPath) == 16);

struct WatchedPaths {
  static constexpr u64 kFirst = 8; // no record lies at offset 0
  static constexpr u32 kHeads = 512;

  u64 records; // a mapping of its own; 0: none yet
  u64 room;    // of it, in bytes
  u64 used;
  u32 count;
  i32 owner;   // the process that changes it just now; 0: none
  u32 heads[kHeads];

  WatchedPath *at(u64 offset) const {
    return reinterpret_cast<WatchedPath *>(records + offset);
  }
};

} // namespace ckpt
