// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The records of an image for shared memory; a part of image.h, and under its
// rules.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::image {

// What several mappings may show: each page is in the runs of one of them.
enum class SharedKind : u32 {
  kAnonymous = 1,  // MAP_SHARED | MAP_ANONYMOUS, a memfd, a file without a name
  kFile = 2,       // a file with a name: found again by it
  kDescriptor = 3, // that of a saved descriptor, which brings its content
  kSystemV = 4,    // shmget
};

struct SharedObject {
  SharedKind kind;
  u32 mode;       // permissions; kFile and kSystemV
  i32 descriptor; // kDescriptor: its number; else -1
  u32 flags;      // SharedFlag
  u64 size;
  u64 device; // st_dev and st_ino: to find its descriptors
  u64 inode;
  u32 path; // in the string pool; kFile: absolute, kAnonymous: a memfd's name
  u32 path_size;
};
static_assert(sizeof(SharedObject) == 48);

enum SharedFlag : u32 {
  kMayWrite = 1 << 0, // kFile: the job could write through a mapping
  kWhole = 1 << 1,    // kFile: in memory (POSIX shm_open), and all of it is in
                      // the mappings: made again where it is gone
  kAllSharedFlags = (1 << 2) - 1,
};

// What no mapping of a shared object shows: the content's positions are the
// object's.  Sorted by object, each once; kAnonymous or kSystemV.
struct Hidden {
  u32 object, content; // indices; the content is of kind kMemfd
};
static_assert(sizeof(Hidden) == 8);

// By which a shared object of kind kSystemV was known.  Sorted by object, each
// once; images without one are of a version that saved removed ones only.
struct SystemVSegment {
  u32 object; // index
  i32 number; // shmid, in the process that was saved
  i32 key;    // 0: IPC_PRIVATE
  u32 flags;  // SegmentFlag
  i64 changed; // shm_ctime: tells it from another one of that number
};
static_assert(sizeof(SystemVSegment) == 24);

enum SegmentFlag : u32 {
  kSegmentRemoved = 1 << 0, // only attachments are left
  kSegmentLocked = 1 << 1,  // SHM_LOCK
  kAllSegmentFlags = (1 << 2) - 1,
};

} // namespace ckpt::image
