// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Areas for restartable sequences that a thread cannot tell of itself: a tracer
// can (PTRACE_GET_RSEQ_CONFIGURATION, Linux 5.13), and a child of ours is one for
// a moment.
// Phase: signal.  Needs: a stopped program.
#pragma once
#include "runtime/ckpt/stopped_thread.h"

namespace ckpt {

// Fills area, size and signature of the foreign ones, which stay registered.
// False: there was none, or none was told.
bool tell_foreign_areas(Span<StoppedThread> threads);

} // namespace ckpt
