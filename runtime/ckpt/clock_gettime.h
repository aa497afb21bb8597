// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What libc calls instead of the vDSO's clock_gettime after a restart.
// Phase: any.  Never: touches libc, needs more than a little stack.
#pragma once
#include <linux/time_types.h>

#include "runtime/abi/types.h"

#pragma GCC visibility push(hidden)
extern "C" ckpt::i64 __ckpt_clock_gettime(ckpt::i32 clock,
                                          __kernel_timespec *to);
#pragma GCC visibility pop
