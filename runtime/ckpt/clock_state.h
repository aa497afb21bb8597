// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How the clocks of a restarted program differ from the kernel's.  The vDSO's
// clock_gettime, which libc has the address of, leads here after the first
// restart (restart/vdso.h); before it nothing does.
// Phase: any.
#pragma once
#include "runtime/abi/image.h"

namespace ckpt {

// What a process, its children or a thread had consumed before the restart.
struct Consumed {
  image::Clocks before;
  u64 fs_base; // of the thread: its number may be another one's by now
};

struct ClockState {
  bool routed;   // libc's clock_gettime is ours
  u64 function;  // the kernel's, in its vDSO; 0: a system call
  i64 monotonic; // CLOCK_MONOTONIC and its kin show so much more
  i64 boottime;
  // In a mapping of its own that every image saves; null: never restarted.
  // The process, its children, then threads by the kernel's numbers.
  const Consumed *consumed;
  u64 consumed_count;
  u64 consumed_size; // of the mapping
};

// The kernel's number for a clock of the program.
i32 clock_here(i32 clock);

// What `clock` of the calling process or thread shows beyond the kernel's.
i64 clock_shift(i32 clock);

// The entry of a thread; null: it has none.
const image::Clocks *consumed_by_thread(i32 tid, u64 fs_base);
// of: kProcess or kChildren.  Needs `consumed`.
const image::Clocks *consumed_by(image::ClocksOf of);

} // namespace ckpt
