// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Stops every thread of the program but the one that serves the request, and
// lets them go on.
// Phase: signal.  Needs: all signals blocked, the runtime's own stack.
#pragma once
#include "runtime/ckpt/gate.h"
#include "runtime/ckpt/snapshot.h"
#include "runtime/ckpt/stopped_thread.h"

namespace ckpt {

// From here on nothing of the program runs.  False: a thread could not be
// stopped; those that were go on.
bool stop_program(const Interrupted &interrupted, Reason &why);

// Nothing if it is not stopped.
void release_program();

// Every other thread takes what has come for it into the gate's table, and
// stays stopped.
void send_for_signals();

// At a restart: `threads` are those that come in beside the calling one, each
// once (restart/threads.h), and they stay stopped.  Both tables must last until
// they are released; what release returns was not taken by the kernel.
void stop_restored_program(Span<StoppedThread> threads,
                           Span<image::PendingSignal> pending);
void wait_for_restored_threads();
size_t release_restored_program();

// Of a stopped thread, by the kernel's number of it; 0: it is none.
i32 saved_tid_of(i32 tid);

// For a moment, without a checkpoint: every thread but the calling one.  Needs:
// all signals blocked, the runtime's own stack.  Between them: true if each of
// the others has made the call.
bool stop_other_threads(Reason &why);
bool in_other_threads(const EachCall &call);
void release_other_threads();

// How many threads are stopped, the one that serves the request included.
u64 stopped_threads();

// Memory of the stop's own, which is no part of an image.
bool is_memory_of_stop(u64 start);

} // namespace ckpt
