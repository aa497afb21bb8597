// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How an interrupted call goes on: in the signal frame itself, so that it is
// saved with it, belongs to its thread, and ends with it.
// Phase: pre-libc, normal, signal.
// Needs: fields of the kernel's sigcontext that rt_sigreturn does not read
// (arch/x86/kernel/signal_64.c, restore_sigcontext): `err`, `trapno`,
// `oldmask`, `cr2`, which it writes for each frame anew, and `reserved1`.
#pragma once
#include <linux/time_types.h>

#include "runtime/arch/x86_64/frame.h"
#include "runtime/arch/x86_64/wait_marks.h"
#include "runtime/arch/x86_64/waiting_calls.h"

namespace ckpt::arch {

inline constexpr u64 kForever = ~0ull;

struct WaitPlan {
  u64 mark;   // CKPT_WAIT_PLAN
  u32 number; // of the interrupted call
  u32 life;   // State::restarts when `deadline` was right
  u8 told_as; // Unit
  u8 unused[7];
  u64 told_at; // where the program finds the time that is left; 0: nowhere
  u64 fpstate; // the kernel's
  __kernel_timespec time; // for the call that finishes the wait
  u64 mask; // the call's own, in the program's memory; 0: the frame's
  u64 mask_size;
  u64 deadline; // nanoseconds of this process's CLOCK_MONOTONIC, or kForever
  u64 rest;     // nanoseconds, while the thread stands still, or kForever
  u64 withheld; // of a sleep, for a last, more exact wait
  u64 reserved;

  bool there() const { return mark == CKPT_WAIT_PLAN; }
};

inline constexpr size_t kPlanAt = offsetof(struct sigcontext, err);
static_assert(kPlanAt + sizeof(WaitPlan) == sizeof(struct sigcontext));
static_assert(kPlanAt + offsetof(WaitPlan, fpstate) ==
              offsetof(struct sigcontext, fpstate));
static_assert(kPlanAt + offsetof(WaitPlan, time) ==
              offsetof(struct sigcontext, reserved1));

inline constexpr size_t kMcontextAt = offsetof(struct ucontext, uc_mcontext);
static_assert(kMcontextAt + kPlanAt == CKPT_UC_ERR);
static_assert(kMcontextAt + offsetof(struct sigcontext, rax) == CKPT_UC_RAX);
static_assert(kMcontextAt + offsetof(struct sigcontext, rcx) == CKPT_UC_RCX);
static_assert(kMcontextAt + offsetof(struct sigcontext, rsp) == CKPT_UC_RSP);
static_assert(kMcontextAt + offsetof(struct sigcontext, rip) == CKPT_UC_RIP);

inline WaitPlan &plan_of(struct ucontext &context) {
  return *reinterpret_cast<WaitPlan *>(
      reinterpret_cast<u8 *>(&context.uc_mcontext) + kPlanAt);
}

} // namespace ckpt::arch
