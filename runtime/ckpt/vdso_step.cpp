// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/vdso_step.h"

#include "runtime/arch/x86_64/entry.h"
#include "runtime/ckpt/state.h"
#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

constexpr u64 kTrapFlag = 0x100; // eflags TF
constexpr u32 kMostSteps = 10000; // a loop on a clock that is being updated

struct Stepping {
  int request; // 0: not stepping
  u32 steps;
  u64 mask;
  image::Action trap_action;
};
Stepping stepping;

u64 &mask_of(struct ucontext &context) {
  return *reinterpret_cast<u64 *>(&context.uc_sigmask);
}

bool inside(const struct ucontext &context) {
  u64 rip = context.uc_mcontext.rip;
  return rip >= state.vdso_start && rip < state.vdso_end;
}

void begin(int sig, struct ucontext &context) {
  stepping.request = sig;
  stepping.steps = 0;
  stepping.mask = mask_of(context);
  image::Action action = {};
  action.handler = reinterpret_cast<u64>(&__ckpt_signal_entry);
  action.restorer = reinterpret_cast<u64>(&__ckpt_restore_rt);
  action.flags = SA_SIGINFO | SA_ONSTACK | SA_RESTORER;
  action.mask = ~0ull;
  sys::rt_sigaction(SIGTRAP, &action, &stepping.trap_action).ignore();
  context.uc_mcontext.eflags |= kTrapFlag;
  mask_of(context) = ~signal_bit(SIGTRAP);
}

void end(struct ucontext &context) {
  sys::rt_sigaction(SIGTRAP, &stepping.trap_action, nullptr).ignore();
  context.uc_mcontext.eflags &= ~kTrapFlag;
  mask_of(context) = stepping.mask;
  stepping.request = 0;
}

} // namespace

bool step_out_of_vdso(int &sig, struct ucontext &context) {
  if (!stepping.request) {
    if (!inside(context))
      return false;
    begin(sig, context);
    return true;
  }
  if (inside(context) && ++stepping.steps < kMostSteps)
    return true;
  sig = stepping.request;
  end(context);
  return false;
}

} // namespace ckpt
