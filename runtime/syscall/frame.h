// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A system call of the program on its way through the dispatcher: a block on the
// program's own stack, below the red zone (arch/x86_64/dispatch.S).  It is there
// while the real call waits, so a checkpoint, a handler of the program's and a
// longjmp out of it find nothing of the runtime in use.
// Phase: pre-libc, normal, signal.
#pragma once
#include "runtime/abi/syscall_frame.h"
#include "runtime/abi/syscalls.h"

namespace ckpt::syscall {

// Memory that a call has to itself, given back when it ends.
struct Mapped {
  u64 start;
  u64 size;
};

inline constexpr size_t kWorkWords = 33;

struct CallFrame {
  u64 call[6]; // what is given to the kernel
  u64 number;
  u64 rbx; // the program's
  u64 own_number; // what the program asked for; the arguments follow
  u64 own[6];
  i64 result;
  u64 unexplained; // not 0: EINTR that no handler of the program's is the cause of
  u64 deadline;    // nanoseconds of CLOCK_MONOTONIC; 0: none that counts
  // For the call's rule:
  u64 work[kWorkWords];
  u32 used; // words of `work`
  u32 mapped_count;
  Mapped mapped[3];
  const SyscallRow *row;
  u64 spare[4];
  // The call has a mask for its time, in which SIGSYS is otherwise than in the
  // thread's: 1 + whether that blocks it.
  u64 replaced_mask;
  u64 flags;
  u64 return_address;

  i32 fd(int argument) const { return static_cast<i32>(own[argument]); }
};
static_assert(offsetof(CallFrame, number) == CKPT_CALL_NUMBER);
static_assert(offsetof(CallFrame, rbx) == CKPT_CALL_RBX);
static_assert(offsetof(CallFrame, own_number) == CKPT_CALL_OWN);
static_assert(offsetof(CallFrame, result) == CKPT_CALL_RESULT);
static_assert(offsetof(CallFrame, unexplained) == CKPT_CALL_UNEXPLAINED);
static_assert(offsetof(CallFrame, deadline) == CKPT_CALL_DEADLINE);
static_assert(offsetof(CallFrame, work) == CKPT_CALL_WORK);
static_assert(offsetof(CallFrame, flags) == CKPT_CALL_FLAGS);
static_assert(offsetof(CallFrame, return_address) == CKPT_CALL_RETURN);
static_assert(sizeof(CallFrame) == CKPT_CALL_RETURN + 8);
inline constexpr size_t kRedZone = 128;
static_assert(sizeof(CallFrame) + kRedZone == CKPT_CALL_TO_PROGRAM);

} // namespace ckpt::syscall
