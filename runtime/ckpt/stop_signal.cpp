// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/stop_signal.h"

#include <asm/signal.h>

#include "runtime/arch/x86_64/entry.h"
#include "runtime/ckpt/handler.h"
#include "runtime/ckpt/siginfo.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

image::Action before; // the action that a stop has replaced

// An address of ours: nobody else has a use for it.
u64 cookie() { return reinterpret_cast<u64>(&before); }

} // namespace

void take_stop_signal() {
  image::Action ours = handler_action(), now = {};
  sys::rt_sigaction(kStopSignal, &ours, &now).ignore();
  if (now.handler != ours.handler)
    before = now;
}

void give_stop_signal_back() {
  sys::rt_sigaction(kStopSignal, &before, nullptr).ignore();
}

image::Action stop_signal_action() { return before; }

u64 chained_handler() { return before.handler > 1 ? before.handler : 0; }

SysResult send_stop_signal(i32 tid) {
  SignalInfo info = {};
  info.number = kStopSignal;
  info.code = kCodeQueued;
  info.pid = state.pid;
  info.value = cookie();
  return sys::rt_tgsigqueueinfo(state.pid, tid, kStopSignal, &info);
}

bool is_stop_signal(int sig, const void *siginfo) {
  const SignalInfo &info = *static_cast<const SignalInfo *>(siginfo);
  return sig == kStopSignal && info.code == kCodeQueued &&
         info.value == cookie();
}

// One of libc's that waits among them is sent again.
void drop_stop_signals() {
  u64 set = signal_bit(kStopSignal);
  __kernel_timespec none = {};
  SignalInfo info;
  u32 others = 0;
  while (sys::rt_sigtimedwait(&set, &info, &none).ok())
    others += !is_stop_signal(kStopSignal, &info);
  for (; others; --others)
    sys::tgkill(sys::getpid(), sys::gettid(), kStopSignal).ignore();
}

void act_by_default_on_stop_signal() {
  if (before.handler == 1) // SIG_IGN
    return;
  give_stop_signal_back();
  sys::tgkill(sys::getpid(), sys::gettid(), kStopSignal).ignore();
}

} // namespace ckpt
