// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The signal that stops the program's threads: libc's SIGSETXID, which libc
// never blocks for long (nptl(7)), queued with a value of ours.  Its action is
// ours during a stop only, and what is not ours goes to libc's handler.
// Phase: signal.
#pragma once
#include "runtime/ckpt/state.h"
#include "runtime/sys/result.h"

namespace ckpt {

// From now on: our handler.
void take_stop_signal();
// Its action as it was.  Needs: no thread has one of ours pending.
void give_stop_signal_back();
// During a stop: what it was.
image::Action stop_signal_action();
// libc's handler; 0: it has none.
u64 chained_handler();

SysResult send_stop_signal(i32 tid);
bool is_stop_signal(int sig, const void *siginfo);
// The calling thread's that were queued too late to stop it.
void drop_stop_signals();

// The action is libc's wish in a process that has no handler for it.
void act_by_default_on_stop_signal();

} // namespace ckpt
