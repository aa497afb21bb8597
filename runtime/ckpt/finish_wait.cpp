// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What arch/x86_64/finish_wait.S asks around the call that finishes a wait.
// Phase: signal.  Every signal is blocked.
// Needs: little of the interrupted thread's own stack, and only that: no lock
// of the runtime is held.
#include <asm/errno.h>
#include <linux/signal.h>

#include "runtime/arch/x86_64/interrupted_call.h"
#include "runtime/arch/x86_64/wait_marks.h"
#include "runtime/arch/x86_64/wait_plan.h"
#include "runtime/ckpt/installed_handlers.h"
#include "runtime/ckpt/marked_handlers.h"
#include "runtime/ckpt/state.h"
#include "runtime/ckpt/wait_time.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

using arch::kForever;
using arch::Unit;
using arch::WaitPlan;
using arch::Way;

// As finish_wait.S loads it.
struct Call {
  u64 arguments[6];
  u64 number;
};
static_assert(sizeof(Call) == CKPT_WAIT_STACK);

constexpr u64 kMillisecond = 1000000;
constexpr u64 kShort = 10 * kMillisecond;
// poll and select may come late by 1/200 of their time (fs/select.c,
// select_estimate_accuracy), sleeps do not: they are finished in two or three
// steps, each far shorter than the one before.
constexpr u64 kStep = 100;

extern "C" const u8 __ckpt_wait_called[]; // finish_wait.S

u64 address(const void *p) { return reinterpret_cast<u64>(p); }

Way way_of(const struct ucontext &context, const WaitPlan &plan) {
  u64 arguments[6];
  arch::arguments_of(context.uc_mcontext, arguments);
  return arch::waiting_call(plan.number, arguments).way;
}

// Where the call finds its limit; 0: it has none.
u64 prepare_time(WaitPlan &plan, Way way) {
  plan.withheld = 0;
  if (plan.deadline == kForever)
    return 0;
  u64 left = until(plan.deadline);
  if (way == Way::kSleep && left > kShort)
    plan.withheld = left / kStep;
  plan.time = to_timespec(left - plan.withheld);
  return address(&plan.time);
}

u64 milliseconds(const __kernel_timespec &time) {
  u64 all = static_cast<u64>(time.tv_sec) * 1000 +
            (static_cast<u64>(time.tv_nsec) + kMillisecond - 1) / kMillisecond;
  return min<u64>(all, 0x7fffffff);
}

bool on_alternate_stack(const struct ucontext &context) {
  const stack_t &stack = context.uc_stack;
  u64 start = address(stack.ss_sp), at = address(&context);
  return !(stack.ss_flags & SS_DISABLE) && at > start &&
         at - start <= stack.ss_size;
}

// A handler of the program's own that runs on the stack it interrupts.
bool handler_stays_on_stack() {
  bool found = false;
  for_each_handler(~reserved_signals(), [&](int, const image::Action &action) {
    found = found || !(action.flags & SA_ONSTACK);
  });
  return found;
}

// From asm/sigframe.h of the kernel: the return address, the context, siginfo.
constexpr size_t kFrameSize = sizeof(u64) + sizeof(struct ucontext) + 128;
constexpr u64 kRedZone = 128, kStateAlignment = 64;

size_t state_size(u64 fpstate) {
  const struct _fpx_sw_bytes &bytes =
      reinterpret_cast<const struct _fpstate *>(fpstate)->sw_reserved;
  return bytes.magic1 == FP_XSTATE_MAGIC1 ? bytes.extended_size
                                          : sizeof(struct _fpstate);
}

} // namespace

// A handler of the program's own must run where it would without us: on the
// stack of the interrupted code, which has room for a frame then, and not on
// the small alternate one because this frame is there.  So the frame moves.
extern "C" u64 __ckpt_place_wait(u64 frame) {
  struct ucontext &context = *arch::context_of(frame);
  struct sigcontext &registers = context.uc_mcontext;
  if (!on_alternate_stack(context) || !handler_stays_on_stack())
    return frame;
  u64 vectors = address(registers.fpstate);
  u64 to = registers.rsp - kRedZone;
  if (vectors) {
    size_t size = state_size(vectors);
    to = (to - size) & ~(kStateAlignment - 1);
    memcpy(reinterpret_cast<void *>(to), reinterpret_cast<void *>(vectors),
           size);
    registers.fpstate = reinterpret_cast<struct _fpstate *>(to);
  }
  to = ((to - kFrameSize) & ~u64{15}) - sizeof(u64);
  memcpy(reinterpret_cast<void *>(to), reinterpret_cast<void *>(frame),
         kFrameSize);
  return to;
}

extern "C" void __ckpt_prepare_wait(struct ucontext *context, Call *call) {
  WaitPlan &plan = arch::plan_of(*context);
  Way way = way_of(*context, plan);
  u64 time = prepare_time(plan, way);
  u64 mask = plan.mask ? plan.mask : address(&context->uc_sigmask);
  u64(&to)[6] = call->arguments;
  arch::arguments_of(context->uc_mcontext, to);
  switch (way) {
  case Way::kSuspend:
    call->number = __NR_rt_sigsuspend;
    to[0] = mask;
    to[1] = sys::kSigsetSize;
    break;
  case Way::kSleep:
    to[0] = to[1] = 0;
    [[fallthrough]];
  case Way::kPoll:
    call->number = __NR_ppoll;
    to[2] = time;
    to[3] = mask;
    to[4] = sys::kSigsetSize;
    break;
  case Way::kSelect:
    call->number = __NR_pselect6;
    to[4] = time;
    plan.mask = mask;
    to[5] = address(&plan.mask);
    break;
  case Way::kEpoll:
  case Way::kEpollTimespec:
    call->number =
        way == Way::kEpoll ? __NR_epoll_pwait : __NR_epoll_pwait2;
    to[3] = way == Way::kEpollTimespec ? time
            : time                     ? milliseconds(plan.time)
                                       : ~0ull;
    to[4] = mask;
    to[5] = sys::kSigsetSize;
    break;
  case Way::kAgain:
  case Way::kReport:
    __builtin_unreachable();
  }
}

// True: it is not over yet.  `mark`: rcx behind the call.
extern "C" bool __ckpt_conclude_wait(struct ucontext *context, i64 result,
                                     u64 mark) {
  WaitPlan &plan = arch::plan_of(*context);
  struct sigcontext &registers = context->uc_mcontext;
  bool interrupted = result == -EINTR;
  if (interrupted && mark != (CKPT_CALL_HANDLED ^ address(__ckpt_wait_called)) &&
      __ckpt_all_handlers_mark())
    return true;
  if (result == 0 && plan.withheld && until(plan.deadline))
    return true;
  bool sleep = way_of(*context, plan) == Way::kSleep;
  if (plan.told_at && plan.deadline != kForever && (interrupted || !sleep)) {
    // The call has written there what was left of it.
    u64 left = static_cast<u64>(plan.time.tv_sec) * 1000000000 +
               static_cast<u64>(plan.time.tv_nsec) + plan.withheld;
    write_limit(static_cast<Unit>(plan.told_as), plan.told_at, left);
  }
  registers.rax = static_cast<u64>(result);
  if (interrupted)
    arch::report_interrupted_call(registers);
  return false;
}

} // namespace ckpt
