// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a thread does that a signal of ours has brought in.  On the gate's
// stack, one thread at a time; called by arch/x86_64/signal_entry.S.
#include "runtime/arch/x86_64/frame.h"
#include "runtime/ckpt/gate.h"
#include "runtime/ckpt/interruption.h"
#include "runtime/ckpt/stop_signal.h"
#include "runtime/ckpt/stop_thread.h"
#include "runtime/ckpt/vdso_step.h"

namespace ckpt {

namespace {

// As signal_entry.S reads it.
u64 answer(Entry what, int sig, u32 change = 0) {
  return static_cast<u64>(what) | static_cast<u64>(sig) << 8 |
         static_cast<u64>(change) << 32;
}

// A signal for libc, by its own handler.
u64 chain(int sig) {
  __ckpt_gate.chain = chained_handler();
  if (__ckpt_gate.chain)
    return answer(Entry::kChained, sig);
  act_by_default_on_stop_signal();
  return answer(Entry::kLeave, sig);
}

// A child that was forked meanwhile finds its parent's in a copy of the memory;
// in a child of vfork it is the parent's own.
bool is_anothers(u32 owner, i32 pid) {
  constexpr int kMemory = 1; // KCMP_VM
  return owner && owner != static_cast<u32>(pid) &&
         sys::kcmp(pid, static_cast<i32>(owner), kMemory, 0, 0).value() == 0;
}

bool claim_own_stack(i32 pid) {
  u32 owner = load(__ckpt_gate.server);
  while (owner != static_cast<u32>(pid) && !is_anothers(owner, pid))
    if (__atomic_compare_exchange_n(&__ckpt_gate.server, &owner,
                                    static_cast<u32>(pid), false,
                                    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
      return true;
  return false;
}

bool is_request(int sig) {
  return (reserved_signals() & signal_bit(sig)) != 0;
}

bool stop_here(int sig, u64 frame) {
  Gate &gate = __ckpt_gate;
  u32 index = load(gate.arrived);
  if (index == gate.threads.size) {
    gate.full = true;
    return false;
  }
  StoppedThread &thread = gate.threads[index];
  stop_thread(thread, frame, gate.pending, /*process=*/false);
  thread.serve = sig != kStopSignal;
  count_up(gate.arrived);
  return true;
}

u64 decide(int sig, const void *siginfo, struct ucontext *context, u64 frame) {
  u32 change = load(__ckpt_gate.change);
  i32 pid = sys::getpid();
  bool ours = pid == state.pid;
  bool stop = ours && is_stop_signal(sig, siginfo);
  if (sig == kStopSignal && !stop)
    return chain(sig);
  // A forked child may have our action for a fault of its own.
  if ((ours || !is_request(sig)) && step_out_of_vdso(sig, siginfo, *context))
    return answer(Entry::kLeave, sig);
  stop = sig == kStopSignal;
  if (ours && load(__ckpt_gate.stop))
    return stop_here(sig, frame) ? answer(Entry::kWait, sig)
                                 : answer(Entry::kAgain, sig, change);
  if (stop) { // the stop is over
    hide_interruption(*context);
    settle_interruption(*context);
    return answer(Entry::kLeave, sig);
  }
  return claim_own_stack(pid) ? answer(Entry::kServe, sig)
                              : answer(Entry::kAgain, sig, change);
}

void do_errand(Stop what, StoppedThread &thread) {
  if (what == Stop::kGiveBack)
    __ckpt_gate.lost += give_signals_back(thread, __ckpt_gate.pending.view());
  if (what == Stop::kLetAreaGo)
    let_told_area_go(thread.rseq);
  if (what == Stop::kTakeSignals)
    take_more_pending(thread, __ckpt_gate.pending, /*process=*/false);
  if (what == Stop::kMakeCall) {
    const EachCall &call = __ckpt_gate.call;
    __ckpt_gate.failed |= !sys::call(call.number, call.a, call.b, call.c).ok();
  }
}

} // namespace

extern "C" u64 __ckpt_on_entry(int sig, const void *siginfo,
                               struct ucontext *context, u64 frame) {
  return decide(sig, siginfo, context, frame);
}

// What a thread does while it stays stopped, once: a wake-up may be spurious.
extern "C" void __ckpt_on_errand(u64 frame) {
  Gate &gate = __ckpt_gate;
  for (StoppedThread &thread : gate.threads) {
    if (thread.frame != frame)
      continue;
    if (thread.errand == gate.errand)
      return;
    thread.errand = gate.errand;
    do_errand(static_cast<Stop>(load(gate.stop)), thread);
    return count_up(gate.done);
  }
}

// The stop is over.
extern "C" Release __ckpt_on_release(u64 frame) {
  Gate &gate = __ckpt_gate;
  Release then = Release::kLeaveLast;
  for (StoppedThread &thread : gate.threads)
    if (thread.frame == frame) {
      then = thread.serve              ? Release::kServe
             : thread.tid == state.pid ? Release::kLeave
                                       : Release::kLeaveLast;
      gate.lost += release_thread(thread, gate.pending.view());
      break;
    }
  count_up(gate.left);
  return then;
}

} // namespace ckpt
