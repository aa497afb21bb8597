// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The state of the process and its thread that memory does not hold.
// Phase: signal.  Needs: all signals blocked.
// Errors: false and `why`.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt {

// Fills meta, thread, actions, cpu, auxv, provenance and options.
bool collect_process(Snapshot &snapshot, Reason &why);

// Takes the pending signals out of the kernel into snapshot.pending, and puts
// them back in the same order.
bool take_pending(Snapshot &snapshot, Reason &why);
void put_pending_back(Span<const image::PendingSignal> pending);

// The thread's restartable-sequence area.  While it is registered the kernel
// writes to it at every preemption, so a checkpoint unregisters it.
struct Rseq {
  u64 area = 0;
  u32 size = 0; // 0: none
  u32 signature = 0;
};
Rseq find_rseq(u64 fs_base);
void register_rseq(const Rseq &rseq);
void unregister_rseq(const Rseq &rseq);
u64 read_fs_base();

} // namespace ckpt
