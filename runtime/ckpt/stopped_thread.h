// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One thread while it is stopped: what only the thread itself can read or set.
// Phase: pre-libc, signal.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/ckpt/obstacle.h"
#include "runtime/ckpt/pending.h"
#include "runtime/ckpt/rseq.h"
#include "runtime/ckpt/thread_controls.h"

namespace ckpt {

struct StoppedThread {
  // As it was saved: not in the kernel yet.
  static StoppedThread of(const image::Thread &saved);

  i32 tid;       // the kernel's
  i32 saved_tid; // as libc and the image know it
  bool serve;    // it came with a request, which is still to be served
  bool pending_left; // some of its signals could not be taken
  Obstacle obstacle; // what cannot be brought back of it
  bool gave_back;    // its signals, to itself
  u32 errand;        // the last one it has done (ckpt/gate.h)
  u64 frame;     // rt_sigframe
  u64 fs_base;
  u64 gs_base;
  u64 tid_address;
  u64 robust_list;
  u64 robust_size;
  Rseq rseq;
  image::Clocks clocks; // what it has consumed
  ThreadControls controls;
  u32 own_controls; // at a restart: those that it is to set
};

inline StoppedThread StoppedThread::of(const image::Thread &saved) {
  StoppedThread t = {};
  t.saved_tid = saved.tid;
  t.frame = saved.frame;
  t.fs_base = saved.fs_base;
  t.gs_base = saved.gs_base;
  t.tid_address = saved.tid_address;
  t.robust_list = saved.robust_list;
  t.robust_size = saved.robust_size;
  t.rseq = {saved.rseq, saved.rseq_size, saved.rseq_signature, false};
  return t;
}

} // namespace ckpt
