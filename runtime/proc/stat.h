// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Parses /proc/PID/stat: the addresses that prctl(PR_SET_MM_MAP) sets, and who
// the process is.  Pure.
// Phase: any.  Needs: the whole text, '\n' or not.  Never: allocates.
// Source: proc(5) and do_task_stat in fs/proc/array.c.  Fields are counted
// from the last ')': the name in parentheses may hold blanks, parentheses and
// even a '\n' (never split this text into lines), and everything behind it is
// numbers.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::proc {

struct StatMm {
  u64 state = 0;       // field 3, a letter: R, S, Z ...
  u64 parent = 0;      // 4
  u64 start_code = 0;  // 26
  u64 end_code = 0;    // 27
  u64 start_stack = 0; // 28
  u64 start_data = 0;  // 45
  u64 end_data = 0;    // 46
  u64 start_brk = 0;   // 47
  u64 arg_start = 0;   // 48
  u64 arg_end = 0;     // 49
  u64 env_start = 0;   // 50
  u64 env_end = 0;     // 51
  u64 starttime = 0;   // 22, clock ticks after boot
};

// False for a text that is cut before field 52 or malformed; out is then
// unspecified.  A task the reader may not inspect has zeros in most fields.
[[nodiscard]] bool parse_stat(StringView text, StatMm &out);

} // namespace ckpt::proc
