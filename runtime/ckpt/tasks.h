// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The tasks of this process, as /proc lists them.
// Phase: pre-libc, signal.
#pragma once
#include "runtime/fd/list.h"
#include "runtime/abi/text.h"

namespace ckpt {

// Calls each(i32 tid) -> bool.  False: `each` said so, or `why` says that the
// list cannot be read.
template <class Each> bool each_task(Each each, Reason &why) {
  bool good = true;
  bool read = fd::each_number("/proc/self/task", [&](u64 number) {
    good = each(static_cast<i32>(number));
    return good;
  });
  if (!read && good)
    why.set("cannot read /proc/self/task; is /proc mounted, and is a "
            "descriptor left?");
  return read;
}

inline bool count_tasks(u64 &count, Reason &why) {
  count = 0;
  return each_task([&](i32) { return ++count != 0; }, why);
}

// Now, in nanoseconds of CLOCK_MONOTONIC.
u64 now();

// It runs no more, or it is not there.
bool task_has_ended(i32 tid);

// A thread that the kernel has made for io_uring; no signal stops it.
bool is_kernel_worker(i32 tid, Reason &why);

// Who does not stop, and what it seems to do.
void explain_running_task(i32 tid, Reason &why);

// PR_GET_NAME of another thread.
void read_task_name(i32 tid, char (&name)[16]);

} // namespace ckpt
