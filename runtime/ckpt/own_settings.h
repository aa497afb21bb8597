// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a process and its threads are set to: nice value, processors, prctl(2)
// and the like.  Read at the start, compared at each checkpoint; what the
// program has changed itself is set again after a restart.
// Phase: pre-libc, signal.
#pragma once
#include "runtime/abi/image.h"

namespace ckpt {

// Of the process, its first thread, and the first terminal among descriptors 0
// to 2; what a thread alone can tell (ckpt/thread_controls.h) is the calling
// thread's.
void read_settings(image::Attributes &now);
// Those that each thread has for itself: nice, scheduling, affinity and I/O
// priority of thread `tid`; 0: the calling one.
void read_thread_settings(i32 tid, image::Attributes &now);

// Set what saved.own marks.  The result has the bits of what was refused.
u32 set_thread_settings(i32 tid, const image::Attributes &saved);
u32 set_settings(const image::Attributes &saved);

} // namespace ckpt
