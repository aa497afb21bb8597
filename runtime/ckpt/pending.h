// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pending signals.  Nothing shows their siginfo to the process itself, so they
// are taken out with sigtimedwait and queued again: a thread may queue any
// siginfo to itself (rt_sigqueueinfo(2)).
// Phase: pre-libc (the types), signal.  Needs: all signals blocked.
#pragma once
#include "runtime/ckpt/state.h"

namespace ckpt {

struct PendingTable {
  Span<image::PendingSignal> room;
  size_t count = 0;
  u64 except = 0; // signals that are left to the kernel

  Span<const image::PendingSignal> view() const { return {room.data, count}; }
};
inline constexpr size_t kMostPending = 4096;

// Appends the calling thread's own, and with `process` those that any thread
// may take.  `blocked`: what the thread had blocked when it was interrupted.
// False: the table is full, or /proc cannot be read.
bool take_pending(PendingTable &to, u64 blocked, i32 tid, bool process);

// Nothing waits for the calling thread or the process; without a look at /proc.
bool none_is_pending(u64 except);

// Takes those of the process that the calling thread, which has `blocked` as
// above, is about to handle; and its own.
void claim_pending(PendingTable &to, u64 blocked, i32 tid);

// To the calling thread, or where `tid` is 0 to the process.  Returns how many
// the kernel did not take (ulimit -i).
size_t put_pending_back(Span<const image::PendingSignal> pending);

// Those of one owner: a thread's saved number, or 0, the process.  The
// process's are for its first thread to give back: no other may queue what
// somebody else has sent (do_rt_sigqueueinfo, kernel/signal.c).  Those in
// `mine` go to the calling thread alone.
size_t put_back_those_of(i32 tid, Span<const image::PendingSignal> pending,
                         u64 mine = 0);

} // namespace ckpt
