// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/interruption.h"

#include "runtime/arch/x86_64/frame.h"
#include "runtime/arch/x86_64/interrupted_call.h"
#include "runtime/ckpt/call_site.h"
#include "runtime/ckpt/state.h"
#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

constexpr u64 kIgnore = 1; // SIG_IGN
constexpr u64 kRewound = 0x446e756f77657243; // no mask of 64 signals

// A call with a mask of its own (sigsuspend, ppoll) is interrupted by more
// than `blocked` lets through; made again, it finds those still pending.
bool handler_is_due(u64 blocked) {
  u64 pending = 0;
  sys::call(__NR_rt_sigpending, &pending, sys::kSigsetSize).ignore();
  pending &= ~blocked & ~reserved_signals();
  for (int sig = 1; pending >> (sig - 1); ++sig) {
    image::Action action = {};
    if ((pending & signal_bit(sig)) &&
        sys::rt_sigaction(sig, nullptr, &action).ok() &&
        action.handler > kIgnore)
      return true;
    if (sig == static_cast<int>(image::kSignals))
      break;
  }
  return false;
}

u64 blocked(const struct ucontext &context) {
  return *reinterpret_cast<const u64 *>(&context.uc_sigmask);
}

} // namespace

// That the call will be made again is remembered in a word of the frame that
// rt_sigreturn does not read (restore_sigcontext, arch/x86/kernel/signal_64.c).
void hide_interruption(struct ucontext &context) {
  struct sigcontext &registers = context.uc_mcontext;
  u32 number = 0;
  bool rewound = arch::reports_interruption(registers) &&
                 !handler_is_due(blocked(context)) &&
                 find_last_call(registers, number) &&
                 arch::rewind_interrupted_call(registers, number);
  if (rewound)
    registers.oldmask = kRewound;
}

void settle_interruption(struct ucontext &context) {
  struct sigcontext &registers = context.uc_mcontext;
  if (registers.oldmask == kRewound && handler_is_due(blocked(context)))
    arch::report_interrupted_call(registers);
  registers.oldmask = 0;
}

} // namespace ckpt
