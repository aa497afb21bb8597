// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Parses one line of /proc/PID/status.  Pure.
// Phase: any.  Needs: a line without its '\n'.  Never: allocates.
// Source: proc_pid_status in fs/proc/array.c.  A task's name cannot forge a
// line: the kernel escapes '\n' in it.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::proc {

struct TaskStatus {
  char state = 0; // R S D T t Z X I ...
  u64 tgid = 0;
  u64 pid = 0;
  u64 threads = 0;
  u64 pending_thread = 0;  // SigPnd; bit 0 is signal 1, as in the two below
  u64 pending_process = 0; // ShdPnd
  u64 blocked = 0;         // SigBlk
  u64 seccomp = 0;         // 0 off, 1 strict, 2 filter
  u32 umask = 0;
  bool has_umask = false; // Linux 4.7 and later
};

// Adds what one line says; lines of other fields are ignored.  False, and
// status as it was, when one of ours is malformed.
[[nodiscard]] bool parse_status_line(StringView line, TaskStatus &status);

} // namespace ckpt::proc
