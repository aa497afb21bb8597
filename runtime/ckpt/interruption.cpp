// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/interruption.h"

#include <linux/signal.h>

#include "runtime/arch/x86_64/interrupted_call.h"
#include "runtime/arch/x86_64/wait_plan.h"
#include "runtime/ckpt/call_site.h"
#include "runtime/ckpt/due_handlers.h"
#include "runtime/ckpt/own_memory.h"
#include "runtime/ckpt/own_number.h"
#include "runtime/ckpt/restarted_call.h"
#include "runtime/ckpt/state.h"
#include "runtime/ckpt/wait_time.h"

namespace ckpt {

namespace {

using arch::kForever;
using arch::Unit;
using arch::WaitingCall;
using arch::WaitPlan;
using arch::Way;

u32 this_life() { return static_cast<u32>(state.restarts); }

// A limit that the kernel has replaced by what is left, or that a shim has
// turned into a deadline; else the whole one again.
u64 time_left(const WaitingCall &call, const LastCall &last,
              const u64 (&arguments)[6]) {
  if (call.limit_in == arch::kNoArgument)
    return kForever;
  u64 told_at =
      call.told_in == arch::kNoArgument ? 0 : arguments[call.told_in];
  u64 limit = read_limit(call.limit, arguments[call.limit_in]);
  if (told_at && limit != kForever)
    limit = min(limit, read_limit(call.limit, told_at));
  u64 deadline = 0;
  if (last.deadline_at && limit != kForever &&
      read_memory(last.deadline_at, &deadline, sizeof deadline) && deadline)
    limit = min(limit, until(deadline));
  return limit;
}

// pselect6 takes the mask and its size through one pointer.
void find_mask(const WaitingCall &call, const u64 (&arguments)[6],
               WaitPlan &plan) {
  plan.mask = 0;
  plan.mask_size = sys::kSigsetSize;
  if (call.mask_in == arch::kNoArgument || !arguments[call.mask_in])
    return;
  u64 packed[2] = {arguments[call.mask_in], sys::kSigsetSize};
  if (call.way == Way::kSelect &&
      !read_memory(arguments[call.mask_in], packed, sizeof packed))
    return;
  plan.mask = packed[0];
}

void make_plan(const struct sigcontext &registers, const LastCall &last,
               WaitPlan &plan) {
  u64 arguments[6];
  arch::arguments_of(registers, arguments);
  WaitingCall call = arch::waiting_call(last.number, arguments);
  if (call.way == Way::kReport)
    return;
  // Made again with the limit it had, unless that is in a shim's memory.
  bool timed = call.way != Way::kAgain || last.deadline_at;
  plan.number = last.number;
  plan.rest = timed ? time_left(call, last, arguments) : kForever;
  plan.deadline = from_now(plan.rest);
  plan.told_as = static_cast<u8>(call.limit);
  plan.told_at =
      call.told_in == arch::kNoArgument ? 0 : arguments[call.told_in];
  if (call.way == Way::kAgain && timed && call.limit_in != arch::kNoArgument)
    plan.told_at = arguments[call.limit_in];
  plan.withheld = 0;
  find_mask(call, arguments, plan);
  plan.life = this_life();
  plan.mark = CKPT_WAIT_PLAN;
}

// rt_sigreturn would set it, but a handler of the program's own may come first.
// One that disarms itself was in use, and off, if the frame is on it.
void set_alternate_stack(const struct ucontext &context) {
  const stack_t &stack = context.uc_stack;
  u64 start = reinterpret_cast<u64>(stack.ss_sp);
  bool inside = reinterpret_cast<u64>(&context) - start < stack.ss_size;
  if (!(inside && (static_cast<u32>(stack.ss_flags) & SS_AUTODISARM)))
    sys::sigaltstack(&stack, nullptr).ignore();
}

void make_again(struct ucontext &context, WaitPlan &plan) {
  struct sigcontext &registers = context.uc_mcontext;
  plan.mark = 0;
  // For those that have not our restorer.
  if (handler_is_due(context))
    return arch::report_interrupted_call(registers);
  LastCall last;
  if (plan.deadline != kForever && find_last_call(registers, last) &&
      last.deadline_at) {
    write_limit(static_cast<Unit>(plan.told_as), plan.told_at,
                until(plan.deadline));
    (void)write_memory(last.deadline_at, &plan.deadline, sizeof plan.deadline);
  }
  arch::rewind_interrupted_call(registers, plan.number);
}

} // namespace

void hide_interruption(struct ucontext &context) {
  struct sigcontext &registers = context.uc_mcontext;
  WaitPlan &plan = arch::plan_of(context);
  registers.rip = begin_again(registers.rip);
  if (plan.there()) {
    plan.rest = until(plan.deadline);
    plan.life = this_life();
    return;
  }
  arch::undo_rewind(registers);
  LastCall last;
  if (arch::reports_interruption(registers) && find_last_call(registers, last))
    make_plan(registers, last, plan);
}

void settle_interruption(struct ucontext &context) {
  WaitPlan &plan = arch::plan_of(context);
  if (!plan.there()) {
    if (arch::is_rewound(context.uc_mcontext) && handler_is_due(context)) {
      arch::undo_rewind(context.uc_mcontext);
      arch::report_interrupted_call(context.uc_mcontext);
    }
    return settle_restarted_call(context);
  }
  // Another process's clock, and nothing has run since.
  if (plan.life != this_life()) {
    plan.deadline = from_now(plan.rest);
    plan.life = this_life();
    set_alternate_stack(context);
  }
  u64 arguments[6];
  arch::arguments_of(context.uc_mcontext, arguments);
  if (arch::waiting_call(plan.number, arguments).way == Way::kAgain)
    make_again(context, plan);
}

} // namespace ckpt
