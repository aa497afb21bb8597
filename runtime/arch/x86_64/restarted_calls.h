// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The system calls that the kernel makes again after a handler with SA_RESTART,
// and that end with EINTR after any other (signal(7), the first list), while
// they wait.  Pure.
//
// Nothing tells an interrupted call from one that is just about to be made.  So
// what is known never to wait is left out: it would be made again and return,
// while an EINTR would be its first.  Left out are also what the kernel makes
// again whatever the handler's flags say (fork and its kin), and what waits for
// the kernel itself.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::arch {

// What decides whether the call may wait.
enum class Wait : u8 {
  kNever,
  kMay,
  kDescriptor, // what one of its descriptors is, and O_NONBLOCK
  kQueue,      // its descriptor's O_NONBLOCK
  kName,       // what the name means
  kLock,       // the kind of the lock; an unlocking does not wait
};

inline constexpr u8 kNowhere = 0xff;

struct RestartedCall {
  u16 number;
  Wait wait;
  u8 in = kNowhere;       // the argument: descriptor, name or lock
  u8 other = kNowhere;    // a second descriptor, or the name's directory
  u8 flags_in = kNowhere; // an argument with flags
  u32 no_wait = 0;        // those that forbid it to wait
};

// Of the call with this number and arguments; kNever if it is not one.
RestartedCall restarted_call(u32 number, const u64 (&arguments)[6]);

} // namespace ckpt::arch
