// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Parses one line of /proc/PID/timers, which has four for each POSIX timer:
//   ID: 3 / signal: 14/000055d0 / notify: signal/tid.4242 / ClockID: 1
// Pure.
// Phase: any.  Needs: a line without its '\n'.  Never: allocates.
// Source: proc_timers_operations in fs/proc/base.c.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::proc {

struct PosixTimer {
  i32 id = -1;
  i32 signal = 0;
  u64 value = 0;      // sigev_value
  i32 notify = 0;     // as timer_create takes it
  i32 receiver = 0;   // process, or thread with SIGEV_THREAD_ID; 0: it is gone
  i32 clock = 0;
  bool whole = false; // the last of the four lines was read
};

// Adds what one line says; an "ID:" begins a new timer, unknown lines are
// ignored.  False when one of ours is malformed.
[[nodiscard]] bool parse_timer_line(StringView line, PosixTimer &timer);

} // namespace ckpt::proc
