// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Users and groups of all threads.  The kernel keeps them for each; libc sends
// the threads a signal by the ids that it keeps, which are not the kernel's in a
// restarted process.
// Phase: normal, signal.
#pragma once
#include "runtime/abi/types.h"

extern "C" {

// The system call in every thread of this process, or in none: what the kernel
// answers, -EAGAIN if the threads cannot be stopped for it.  1: the process is
// not the job's own; nothing was done.
ckpt::i64 __ckpt_set_ids(ckpt::u64 number, ckpt::u64 a, ckpt::u64 b,
                         ckpt::u64 c);
}
