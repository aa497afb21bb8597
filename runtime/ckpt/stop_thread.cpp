// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/stop_thread.h"

#include <asm/prctl.h>
#include <linux/prctl.h>

#include "runtime/arch/x86_64/frame.h"
#include "runtime/ckpt/attributes.h"
#include "runtime/ckpt/clocks.h"
#include "runtime/ckpt/interruption.h"
#include "runtime/ckpt/stop_signal.h"
#include "runtime/ckpt/tids.h"
#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

template <class T> u64 address(T *p) { return reinterpret_cast<u64>(p); }

u64 blocked(u64 frame) {
  return *reinterpret_cast<const u64 *>(&arch::context_of(frame)->uc_sigmask);
}

} // namespace

void stop_thread(StoppedThread &t, u64 frame, PendingTable &pending,
                 bool process) {
  t.gave_back = false;
  t.tid = sys::gettid();
  t.frame = frame;
  t.fs_base = read_fs_base();
  sys::arch_prctl(ARCH_GET_GS, address(&t.gs_base)).ignore();
  sys::prctl(PR_GET_TID_ADDRESS, address(&t.tid_address)).ignore();
  t.saved_tid = tids_kept(t.tid_address, t.tid);
  sys::call(__NR_get_robust_list, 0, &t.robust_list, &t.robust_size).ignore();
  t.rseq = find_rseq(t.fs_base);
  unregister_rseq(t.rseq);
  hide_interruption(*arch::context_of(frame));
  read_thread_usage(t.clocks);
  read_controls(t.controls);
  t.obstacle = obstacle_in_thread(state.origin);
  t.pending_left = !take_pending(pending, blocked(frame), t.saved_tid, process);
}

void take_more_pending(StoppedThread &t, PendingTable &pending, bool process) {
  if (!take_pending(pending, blocked(t.frame), t.saved_tid, process))
    t.pending_left = true;
}

namespace {

// The kernel gives a signal of the process to the first thread before all
// others (wants_signal, kernel/signal.c): the call that it waits in is ended.
// Sent while every thread has everything blocked it would go to any of them.
size_t give_processes_back(const StoppedThread &first,
                           Span<const image::PendingSignal> pending) {
  image::PendingSignal room[16]; // more than that: to any of them
  PendingTable since = {{room, 16}};
  u64 unblocked = ~blocked(first.frame);
  claim_pending(since, ~unblocked, first.saved_tid);
  size_t lost = put_back_those_of(0, pending, unblocked);
  lost += put_back_those_of(first.saved_tid, since.view());
  return lost + put_back_those_of(0, since.view(), unblocked);
}

} // namespace

size_t give_signals_back(StoppedThread &t,
                         Span<const image::PendingSignal> pending) {
  if (t.gave_back)
    return 0;
  t.gave_back = true;
  drop_stop_signals(); // they take room in the queue
  size_t lost = put_back_those_of(t.saved_tid, pending);
  return t.tid == state.pid ? lost + give_processes_back(t, pending) : lost;
}

size_t release_thread(StoppedThread &t,
                      Span<const image::PendingSignal> pending) {
  size_t lost = give_signals_back(t, pending);
  if (t.tid == state.pid) // those since
    lost += give_processes_back(t, {});
  register_rseq(t.rseq);
  settle_interruption(*arch::context_of(t.frame));
  return lost;
}

} // namespace ckpt
