// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The time that an interrupted call has left.
// Phase: pre-libc, normal, signal.
#pragma once
#include "runtime/arch/x86_64/wait_plan.h"

namespace ckpt {

// Nanoseconds of CLOCK_MONOTONIC as the kernel has it for this process.
u64 monotonic_now();

// `time` nanoseconds from now; forever stays forever.
u64 from_now(u64 time);
// Until then; 0 if it is over.
u64 until(u64 deadline);

__kernel_timespec to_timespec(u64 nanoseconds);

// A limit that the program gave: a number, or where it is.  Forever if there
// is none or it cannot be read.
u64 read_limit(arch::Unit unit, u64 value);

// Nothing happens where the program cannot write.
void write_limit(arch::Unit unit, u64 at, u64 nanoseconds);

} // namespace ckpt
