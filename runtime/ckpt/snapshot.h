// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Everything one checkpoint collects before a byte is written.
// Phase: signal.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/ckpt/arena.h"
#include "runtime/ckpt/flights.h"
#include "runtime/ckpt/pending.h"
#include "runtime/ckpt/state.h"
#include "runtime/image/encode.h"
#include "runtime/image/frames.h"

struct ucontext;

namespace ckpt {

// Strings that records point into by offset.
struct Pool {
  Span<char> room;
  u32 used = 0;

  bool add(StringView s, u32 &at) {
    if (room.size - used < s.size)
      return false;
    at = used;
    for (char c : s)
      room[used++] = c;
    return true;
  }
  StringView view() const { return {room.data, used}; }
};

// What the mapping table needs beside the image's record.
struct MappingNote {
  bool has_pages;     // some page is present or swapped
  bool made_readable; // PROT_READ was added while it is read
  bool of_file;       // the rest: of a shared mapping
  bool writable;      // may become writable
  bool may_guard;     // the kernel says that it may hold guard pages
  bool swapped;       // a part of it is: mincore(2) does not tell which
  bool segment;       // of shmget(2)
  bool on_disk;       // a file's without a name: mincore(2) does not tell either
  bool in_memory;     // of a private mapping: it does, of a file without a name
  bool seen;          // some page is in another mapping too, of whichever process
  u64 device;         // as st_dev; of private mappings of files too
  u64 inode;
  u32 name; // in mapping_pool: of a memfd
  u32 name_size;
  u64 content_start; // the pages that it is the first to show
  u64 content_end;
};

// Where the bytes of a content are until they are written.
struct ContentSource {
  u64 device, inode;       // of the file; 0, 0: nobody shares it
  i32 reads, writes;       // 1 + a descriptor that may, 0: none
  u32 hidden;              // 1 + the index of the object that hides it, 0: none
  Bytes bytes;             // frames; of a file it is read when it is written
  image::FrameWriter frames; // of a socket, until they are in `bytes`
  u64 peer;                // inode of the socket that it is connected to
  u32 waiting;             // connections that it was not asked for (accept)

  int reader() const { return reads - 1; }
  int writer() const { return writes - 1; }
};

// The mappings of one object: shared_order[first, first + count).
struct ShownBy {
  u32 first, count;
};

struct Interrupted {
  u64 frame;          // rt_sigframe
  struct ucontext *context;
};

struct Snapshot {
  Arena arena;
  Interrupted interrupted;
  int temporary_fd = -1; // the image being written: never part of the image

  Span<image::Mapping> mappings;
  Span<MappingNote> mapping_notes;
  Pool mapping_pool;
  Span<image::Run> runs;
  Span<image::Segment> segments;
  Span<image::GuardRange> guards;
  u64 vvar_start = 0, vdso_start = 0, vdso_end = 0;

  Span<image::SharedObject> shared;
  Pool shared_pool;
  Span<u32> shared_order; // the shared mappings by object, and place in it
  Span<ShownBy> shown_by; // one for each of `shared`
  Span<image::Hidden> hidden;
  Span<image::SystemVSegment> system_v;
  Arena hidden_arena; // of what is known late: `hidden`, contents, their runs
  Arena head_arena;   // of the head, where that is larger than was thought

  Span<const u32> showing(size_t object) const {
    const ShownBy &by = shown_by[object];
    return {shared_order.data + by.first, by.count};
  }
  // What it holds is not also in a file with a name, or with a descriptor.
  bool may_hide(size_t object) const {
    return shared[object].kind == image::SharedKind::kAnonymous ||
           shared[object].kind == image::SharedKind::kSystemV;
  }

  Span<image::Descriptor> descriptors;
  Span<image::RecordLock> locks;
  Pool descriptor_pool;
  Span<image::Content> contents;
  Span<ContentSource> sources; // one for each content
  Span<image::ContentRun> content_runs;
  Span<image::Waiting> waiting;
  Flights flights;
  Span<image::Watch> watches;
  Span<image::FileWatch> file_watches;
  Pool file_watch_pool;

  Span<image::VirtualNumber> virtual_numbers;
  Pool virtual_pool;

  Span<image::Directory> directories;
  Pool directory_pool;
  Span<image::DirectoryName> names; // of them
  Pool name_pool;

  char cwd[kPathMax] = {};
  struct stat removed_cwd = {}; // if it has no name any more: st_ino is not 0
  image::Limit limits[image::kLimitCount] = {};
  image::Attributes attributes = {};
  Span<image::ThreadSettings> thread_settings;
  image::Meta meta = {};
  Span<image::Thread> threads; // the leader first, then by number
  image::Action actions[image::kSignals] = {};
  Span<const image::PendingSignal> pending;
  size_t pending_room = 0; // entries that the head has room for
  bool leaves = false;     // the program ends by this checkpoint
  Span<image::Timer> timers;
  Span<u64> taken_expiries; // beside `timers`: expiries taken out of the queue
  i64 expiries_taken_at = 0; // CLOCK_MONOTONIC, when those were complete
  Span<image::Clocks> clocks;
  Span<image::CpuLeaf> cpu;
  Span<u8> auxv;
  Text<16384> provenance;
  Text<1024> options;
};

} // namespace ckpt
