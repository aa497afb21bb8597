// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/vdso_step.h"

#include "runtime/arch/x86_64/entry.h"
#include "runtime/ckpt/process.h"
#include "runtime/ckpt/state.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

constexpr u64 kTrapFlag = 0x100; // eflags TF
constexpr u32 kMostSteps = 10000; // a loop on a clock that is being updated

// What a step, or a bad address that the program gave, can raise in the vDSO.
constexpr int kTaken[] = {SIGTRAP, SIGSEGV, SIGBUS};
constexpr size_t kTakenCount = sizeof kTaken / sizeof *kTaken;
constexpr i32 kTrapTrace = 2; // si_code TRAP_TRACE
constexpr i32 kTkill = -6;    // SI_TKILL

struct SignalInfo { // the start of siginfo_t
  i32 signal, error, code;
};

struct Stepping {
  int request; // 0: not stepping
  i32 tid;
  u32 steps;
  u64 mask;
  image::Action actions[kTakenCount];
  // The program's own, sent by somebody while they were ours.
  image::PendingSignal kept[2 * kTakenCount];
  size_t kept_count;
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
  stepping.tid = sys::gettid();
  stepping.steps = 0;
  stepping.kept_count = 0;
  stepping.mask = mask_of(context);
  image::Action action = {};
  action.handler = reinterpret_cast<u64>(&__ckpt_signal_entry);
  action.restorer = reinterpret_cast<u64>(&__ckpt_restore_rt);
  action.flags = SA_SIGINFO | SA_ONSTACK | SA_RESTORER;
  action.mask = ~0ull;
  u64 taken = 0;
  for (size_t i = 0; i < kTakenCount; ++i) {
    sys::rt_sigaction(kTaken[i], &action, &stepping.actions[i]).ignore();
    taken |= signal_bit(kTaken[i]);
  }
  context.uc_mcontext.eflags |= kTrapFlag;
  mask_of(context) = ~taken;
}

void end(struct ucontext &context) {
  for (size_t i = 0; i < kTakenCount; ++i)
    sys::rt_sigaction(kTaken[i], &stepping.actions[i], nullptr).ignore();
  context.uc_mcontext.eflags &= ~kTrapFlag;
  mask_of(context) = stepping.mask;
  // They wait, as they would have: everything is blocked now.
  put_pending_back({stepping.kept, stepping.kept_count});
  stepping.request = 0;
}

// Somebody else's: two of a kind can wait, the thread's and the process's;
// more become one.
void keep(const void *siginfo, i32 code) {
  if (stepping.kept_count == 2 * kTakenCount)
    return;
  image::PendingSignal &kept = stepping.kept[stepping.kept_count++];
  kept.tid = code == kTkill ? sys::gettid() : 0;
  memcpy(kept.info, siginfo, sizeof kept.info);
}

} // namespace

bool step_out_of_vdso(int &sig, const void *siginfo,
                      struct ucontext &context) {
  if (!stepping.request) {
    if (!inside(context))
      return false;
    begin(sig, context);
    return true;
  }
  // Another thread's step; this one's request is refused anyway.
  if (stepping.tid != sys::gettid())
    return false;
  const SignalInfo &info = *static_cast<const SignalInfo *>(siginfo);
  bool step = sig == SIGTRAP && info.code == kTrapTrace;
  bool fault = sig != SIGTRAP && info.code > 0;
  if (!step && !fault) {
    keep(siginfo, info.code);
    return true;
  }
  if (step && inside(context) && ++stepping.steps < kMostSteps)
    return true;
  sig = stepping.request;
  end(context);
  return false;
}

} // namespace ckpt
