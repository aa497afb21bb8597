// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the restorer is told, and what the restored process is told.  Both live
// in the window: memory that is free in the old and in the new address space.
// Phase: any.
#pragma once
#include "runtime/abi/config.h"
#include "runtime/abi/image.h"

namespace ckpt {

struct Range {
  u64 start;
  u64 end;
};

// mremap(from, size, size, MREMAP_FIXED, to).
struct Move {
  u64 from;
  u64 size;
  u64 to;
};

// For the restorer, in the order it works.
struct RestoreArgs {
  Span<const Range> unmap; // the restarting process's own mappings
  Span<const Move> moves;  // staged mappings to their places, then the vdso
  int report_fd;           // where a failure is told
  StringView failure;
  u64 resume_entry;
  u64 resume_stack;
  void *handover; // passed to resume_entry
};

struct SegmentNumber;
struct State;
struct StoppedThread;

// A thread that was created before the switch and waits in the window, without
// a stack, for its program.  restore/blob_entry.S knows the first three fields.
struct ThreadStart {
  u32 go;    // 1: entry is set
  u32 waiting; // 1: it has left the restarting program's text
  u64 entry; // called with this; 0: it ends
  StoppedThread *thread; // null: the thread is not needed
  char name[16]; // PR_SET_NAME
};
static_assert(offsetof(ThreadStart, entry) == 8);

// For __ckpt_resume in the restored process.
struct Handover {
  const State *fresh; // the restarting process's state: flags, descriptors
  Range window;       // to be unmapped; what is kept lies behind its end
  Range file_ranges;  // a mapping to keep: FileRange[], then their paths
  u64 file_range_count;
  Span<const image::Thread> threads;
  Span<const image::Action> actions;
  Span<image::PendingSignal> pending;
  Span<const image::Timer> timers;
  Span<const image::Clocks> clocks;
  i64 monotonic_shift; // of the clocks that the program is shown
  i64 boottime_shift;
  u64 clock_function; // the kernel's clock_gettime in `vdso`; 0: none
  Span<StoppedThread> stopped; // for all threads but the first
  Span<ThreadStart> starts; // zeroed, twice as many: some are tried in vain
  Span<const image::Limit> limits;
  image::Attributes attributes;
  Span<const image::ThreadSettings> thread_settings;
  Span<const SegmentNumber> segments;
  Range vdso; // where this kernel's vDSO ends up
  Span<const u8> secret; // the restarting process's __ckpt_secret
  int report_fd; // a copy of the descriptor that was stderr at start
};

} // namespace ckpt
