// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The timer behind -_ckpt_interval: a POSIX timer of our own that sends the
// first periodic signal.  One shot, set again when a checkpoint is over: they
// do not pile up however long one takes.  Not inherited by a forked child, gone
// after exec (timer_create(2)).
// Phase: pre-libc, signal.  Needs: state.config is final, signals are armed.
// Never: exists while a checkpoint looks for the program's timers.
#pragma once

namespace ckpt {

// Nothing without -_ckpt_interval.  A failure is reported.
void start_interval();
void stop_interval();

// No timer while it lives.
class IntervalPause {
public:
  IntervalPause() { stop_interval(); }
  ~IntervalPause() { start_interval(); }
  IntervalPause(const IntervalPause &) = delete;
  IntervalPause &operator=(const IntervalPause &) = delete;
};

} // namespace ckpt
