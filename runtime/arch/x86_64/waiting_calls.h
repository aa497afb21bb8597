// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The system calls that report EINTR whatever SA_RESTART says (signal(7)), and
// how each goes on when it was a checkpoint that interrupted it.  Pure.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::arch {

// How the call goes on.  Those from kSuspend on are finished in the signal
// handler by a call that changes the signal mask for as long as it waits: so a
// signal of the program's own ends them at whatever instant it comes.
enum class Way : u8 {
  kReport, // it does not: EINTR was right, or the kernel makes it again
  kAgain,  // it is made again, by its own instruction
  kSuspend,
  kPoll,
  kSelect,
  kSleep,
  kEpoll,
  kEpollTimespec,
};

// A time limit or the time that is left, in the program's memory.
enum class Unit : u8 { kNone, kMilliseconds, kTimespec, kTimeval };

inline constexpr u8 kNoArgument = 0xff;

struct WaitingCall {
  u16 number;
  Way way;
  Unit limit = Unit::kNone; // what the argument `limit_in` is, or points to
  u8 limit_in = kNoArgument;
  u8 told_in = kNoArgument; // points to where the kernel writes what is left
  u8 mask_in = kNoArgument; // points to the mask, its size behind it
};

// Of the call with this number and arguments; way kReport if it is not one.
WaitingCall waiting_call(u32 number, const u64 (&arguments)[6]);

} // namespace ckpt::arch
