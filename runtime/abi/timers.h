// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the shims of timers ask the runtime.
// Phase: normal, signal.
#pragma once
#include "runtime/abi/types.h"

extern "C" {

// The program has set timer `id`, to a time of day or not.
void __ckpt_timer_set(ckpt::i32 id, bool absolute);

// The kernel's number of a timer_t: that itself, or for one that libc made with
// SIGEV_THREAD the number of the timer that sends its address.
ckpt::i64 __ckpt_timer_number(ckpt::i64 timer);
}
