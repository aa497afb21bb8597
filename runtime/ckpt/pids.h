// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The numbers that the process had before its restarts.  A program keeps its
// own: in a variable, or between getpid() and the call that it is for.
// Phase: any.  Never: touches libc.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

// The first number, which most programs ask for, and those of the last lives.
struct FormerPids {
  i32 first;
  i32 last[63];
  u32 count; // of all that were noted
};

inline constexpr u32 kLastPids = sizeof(FormerPids::last) / sizeof(i32);

inline void note_pid(FormerPids &former, i32 pid) {
  if (!former.count)
    former.first = pid;
  former.last[former.count++ % kLastPids] = pid;
}

inline bool was_pid(const FormerPids &former, i32 pid) {
  for (u32 i = 0; i < min(former.count, kLastPids); ++i)
    if (former.last[i] == pid)
      return true;
  return former.count && former.first == pid;
}

// A restart: the process has another number from now on.
void pids_begin(i32 before);

} // namespace ckpt

// What `pid` means in a call that takes a process's number: this process where
// it is a former number of it, but for a child of its own that has that number
// now.  In a child that was forked since, a former number of its parent is the
// parent.  All else is returned as it is.
extern "C" ckpt::i32 __ckpt_real_pid(ckpt::i32 pid);
