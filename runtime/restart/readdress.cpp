// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/readdress.h"

#include "runtime/arch/x86_64/frame.h"
#include "runtime/ckpt/siginfo.h"
#include "runtime/ckpt/stack_words.h"
#include "runtime/ckpt/state.h"
#include "runtime/ckpt/stopped_thread.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/memory.h"

namespace ckpt::restart {

namespace {

constexpr int kCancelSignal = 32; // nptl(7)

// A frame of the kernel's has at most 11 KiB of registers.
constexpr u64 kMostStack = 64 << 10;

bool is_from(const SignalInfo &info, i32 pid) {
  bool names_sender = info.code == kCodeUser || info.code == kCodeQueued ||
                      info.code == kCodeTkill || info.code == kCodeMessage ||
                      info.code == kCodeAsyncIo;
  return names_sender && info.pid == pid;
}

void readdress_pending(Span<image::PendingSignal> pending, i32 before) {
  for (image::PendingSignal &entry : pending) {
    SignalInfo info;
    memcpy(&info, entry.info, sizeof info);
    if (!is_from(info, before))
      continue;
    info.pid = state.pid;
    memcpy(entry.info, &info, sizeof info);
  }
}

// A signal that came together with the one that stopped the thread: at the
// first instruction of its handler rdi is the signal, and rsi points to the
// siginfo in its frame.
void readdress_delivered(const image::Thread &thread,
                         Span<const image::Action> actions, i32 before) {
  const struct sigcontext &at = arch::context_of(thread.frame)->uc_mcontext;
  SignalInfo info;
  if (at.rdi - 1 >= actions.size || at.rip != actions[at.rdi - 1].handler ||
      at.rsi - at.rsp >= kMostStack || !read_memory(at.rsi, &info, sizeof info) ||
      static_cast<u64>(info.number) != at.rdi || !is_from(info, before))
    return;
  info.pid = state.pid;
  (void)write_memory(at.rsi, &info, sizeof info);
}

bool blocks_cancellation(const struct ucontext &context) {
  u64 mask;
  memcpy(&mask, &context.uc_sigmask, sizeof mask);
  return mask & signal_bit(kCancelSignal);
}

// The frame of a handler that the thread is in, if it is for that signal.
bool is_cancellation(u64 frame, i32 before) {
  struct {
    u64 restorer;
    struct ucontext context;
    SignalInfo info;
  } saved = {};
  return read_memory(frame, &saved, sizeof saved) &&
         saved.info.number == kCancelSignal && saved.info.code == kCodeTkill &&
         saved.info.pid == before && !blocks_cancellation(saved.context);
}

bool is_being_cancelled(u64 frame, u64 restorer, i32 before) {
  const struct ucontext &context = *arch::context_of(frame);
  return blocks_cancellation(context) &&
         find_on_stack(context.uc_mcontext.rsp, [&](u64 at, u64 word) {
           return word == restorer && is_cancellation(at, before);
         });
}

} // namespace

void readdress_signals(const Handover &handover, i32 before) {
  readdress_pending(handover.pending, before);
  for (const image::Thread &thread : handover.threads)
    if (!(thread.flags & image::kEnded))
      readdress_delivered(thread, handover.actions, before);
}

// A thread that is in libc's handler may have read who sent the signal, and not
// asked for the process's own number yet: it would take it for another
// process's and drop it.  One too many does nothing, once the thread is marked
// as cancelled.
void repeat_cancellations(const Handover &handover, i32 before) {
  if (handover.actions.size < kCancelSignal)
    return;
  u64 restorer = handover.actions[kCancelSignal - 1].restorer;
  auto repeat = [&](u64 frame, i32 tid) {
    if (is_being_cancelled(frame, restorer, before))
      sys::tgkill(state.pid, tid, kCancelSignal).ignore();
  };
  const image::Thread &leader = handover.threads[0];
  if (!(leader.flags & image::kEnded))
    repeat(leader.frame, state.pid);
  for (const StoppedThread &thread : handover.stopped)
    repeat(thread.frame, thread.tid);
}

} // namespace ckpt::restart
