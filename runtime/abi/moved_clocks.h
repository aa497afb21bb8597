// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the shims of waits until an absolute time ask the runtime.
// Phase: normal, signal.
#pragma once
#include "runtime/abi/types.h"

extern "C" {

// Nanoseconds that `clock` is shown ahead of the kernel's; 0: it is the
// kernel's.
ckpt::i64 __ckpt_clock_shift(ckpt::i32 clock);

// The clock of a POSIX timer by the kernel's number, or of a timerfd; -1: not
// known.
ckpt::i32 __ckpt_timer_clock(ckpt::i32 number);
ckpt::i32 __ckpt_timerfd_clock(ckpt::i32 fd);
}
