// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The thread's restartable-sequence area.  While it is registered the kernel
// writes to it at every preemption, so a checkpoint and a restart unregister
// it.
// Phase: pre-libc, signal.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

struct Rseq {
  u64 area = 0;
  u32 size = 0; // 0: none, or not told
  u32 signature = 0;
  bool foreign = false; // one is registered still that find_rseq did not find
};

// Before the first of several threads looks for its own: what was learnt from
// an earlier stop may not hold.
void begin_rseq_search();
Rseq find_rseq(u64 fs_base);
void register_rseq(const Rseq &rseq);
void unregister_rseq(const Rseq &rseq);

// A foreign one that has been told meanwhile (ckpt/rseq_outside.h): it is
// unregistered, and no longer foreign.  Called by its thread.
void let_told_area_go(Rseq &rseq);

u64 read_fs_base();

} // namespace ckpt
