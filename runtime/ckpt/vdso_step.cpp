// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/vdso_step.h"

#include "runtime/arch/x86_64/dispatch.h"
#include "runtime/ckpt/handler.h"
#include "runtime/ckpt/pending.h"
#include "runtime/ckpt/siginfo.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

constexpr u64 kTrapFlag = 0x100; // eflags TF
constexpr u32 kMostSteps = 10000; // a loop on a clock that is being updated

// What a step, or a bad address that the program gave, can raise in the vDSO.
constexpr int kTaken[] = {SIGTRAP, SIGSEGV, SIGBUS};
constexpr size_t kTakenCount = sizeof kTaken / sizeof *kTaken;
constexpr size_t kMostSteppers = 64; // at once; another one waits for a place
// Two of a kind can wait, the thread's and the process's; more become one.
constexpr size_t kMostKept = 2 * kTakenCount;

struct Step {
  i32 tid; // 0: free
  int request;
  u32 steps;
  u64 mask;
  // The program's own, sent by somebody while they were ours.
  image::PendingSignal kept[kMostKept];
  size_t kept_count;
};

struct Stepping {
  i32 pid; // of the process whose actions are taken
  u32 active;
  image::Action actions[kTakenCount];
  Step steps[kMostSteppers];
};
Stepping stepping;

u64 &mask_of(struct ucontext &context) {
  return *reinterpret_cast<u64 *>(&context.uc_sigmask);
}

bool inside(const struct ucontext &context) {
  u64 rip = context.uc_mcontext.rip;
  return rip >= state.vdso_start && rip < state.vdso_end;
}

bool is_taken(int sig) {
  return sig == SIGTRAP || sig == SIGSEGV || sig == SIGBUS;
}

void take_actions() {
  image::Action action = handler_action();
  // A thread blocked in a call that would be made again must not see this.
  for (size_t i = 0; i < kTakenCount; ++i)
    sys::rt_sigaction(kTaken[i], &action, &stepping.actions[i]).ignore();
  stepping.pid = sys::getpid();
}

void give_actions_back() {
  for (size_t i = 0; i < kTakenCount; ++i)
    sys::rt_sigaction(kTaken[i], &stepping.actions[i], nullptr).ignore();
}

// Null for tid 0: no place is free.
Step *step_of(i32 tid) {
  for (Step &step : stepping.steps)
    if (step.tid == tid)
      return &step;
  return nullptr;
}

// False: all places are taken; the request comes again.
bool begin(int sig, struct ucontext &context) {
  Step *step = step_of(0);
  if (!step)
    return false;
  if (!stepping.active++)
    take_actions();
  step->tid = sys::gettid();
  step->request = sig;
  step->steps = 0;
  step->kept_count = 0;
  step->mask = mask_of(context);
  u64 taken = 0;
  for (int one : kTaken)
    taken |= signal_bit(one);
  context.uc_mcontext.eflags |= kTrapFlag;
  // The vDSO may ask the kernel, which is a trap where calls are intercepted.
  if (__ckpt_dispatching)
    taken |= signal_bit(SIGSYS);
  mask_of(context) = ~taken;
  return true;
}

void end(Step &step, struct ucontext &context) {
  context.uc_mcontext.eflags &= ~kTrapFlag;
  mask_of(context) = step.mask;
  if (!--stepping.active)
    give_actions_back();
  // They wait, as they would have: everything is blocked now.
  put_pending_back({step.kept, step.kept_count});
  step.tid = 0;
}

// Somebody else's, for a thread that steps.
void keep(Step &step, const SignalInfo &info) {
  if (step.kept_count == kMostKept)
    return;
  image::PendingSignal &kept = step.kept[step.kept_count++];
  kept.tid = info.code == kCodeTkill ? step.tid : 0;
  memcpy(kept.info, &info, sizeof kept.info);
}

// For a thread that does not step: it comes again until the action is the
// program's.  A fault does so by itself.
void pass_on(int sig, const SignalInfo &info) {
  bool fault = sig != SIGTRAP && info.code > 0;
  if (!fault)
    sys::rt_tgsigqueueinfo(sys::getpid(), sys::gettid(), sig, &info).ignore();
  // A child that was forked meanwhile has our actions to itself.
  if (stepping.active && stepping.pid != sys::getpid()) {
    stepping.active = 0;
    give_actions_back();
  }
}

bool request_again(int sig, const SignalInfo &info) {
  sys::rt_tgsigqueueinfo(sys::getpid(), sys::gettid(), sig, &info).ignore();
  return true;
}

} // namespace

bool step_out_of_vdso(int &sig, const void *siginfo,
                      struct ucontext &context) {
  const SignalInfo &info = *static_cast<const SignalInfo *>(siginfo);
  i32 tid = sys::gettid();
  Step *step = stepping.active ? step_of(tid) : nullptr;
  if (!step) {
    if (is_taken(sig)) {
      pass_on(sig, info);
      return true;
    }
    if (!inside(context))
      return false;
    return begin(sig, context) || request_again(sig, info);
  }
  bool trap = sig == SIGTRAP && info.code == kCodeTrapTrace;
  bool fault = sig != SIGTRAP && info.code > 0;
  if (!trap && !fault) {
    keep(*step, info);
    return true;
  }
  if (trap && inside(context) && ++step->steps < kMostSteps)
    return true;
  sig = step->request;
  end(*step, context);
  return false;
}

} // namespace ckpt
