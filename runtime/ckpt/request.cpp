// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/request.h"

#include <asm/signal.h>

#include "runtime/abi/api.h"
#include "runtime/ckpt/report.h"
#include "runtime/ckpt/siginfo.h"
#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

// An address of ours: no other sender has a use for it.
u64 cookie(api::Request request) {
  return reinterpret_cast<u64>(&state) + static_cast<u64>(request);
}

// A signal of that meaning, or of the other: the value tells.
int signal_for(api::Request request) {
  u64 fitting = request == api::kCheckpoint ? state.config.periodic_signals
                                            : state.config.vacate_signals;
  return first_signal(fitting ? fitting : reserved_signals());
}

[[gnu::noinline]] void refuse_unarmed() {
  error("no checkpoint was written: the program runs with more rights than its "
        "user (set-user-ID, set-group-ID or file capabilities), or has not "
        "started yet");
}

} // namespace

OwnRequest own_request(const void *siginfo) {
  const SignalInfo &info = *static_cast<const SignalInfo *>(siginfo);
  if (info.code != kCodeQueued)
    return OwnRequest::kNone;
  return info.value == cookie(api::kVacate)       ? OwnRequest::kVacate
         : info.value == cookie(api::kPutOff)     ? OwnRequest::kPutOff
         : info.value == cookie(api::kCheckpoint) ? OwnRequest::kCheckpoint
                                                  : OwnRequest::kNone;
}

} // namespace ckpt

using namespace ckpt;

// Everything is blocked between reading the numbers of process and thread and
// using them: a restart in between changes both.  The handler runs when the
// mask is set, before this returns, whatever the program had blocked.
void __ckpt_request(api::Request request) {
  if (!state.armed)
    return refuse_unarmed();
  u64 all = ~0ull, before = 0;
  sys::rt_sigprocmask(SIG_BLOCK, &all, &before).ignore();
  SignalInfo info = {};
  info.number = signal_for(request);
  info.code = kCodeQueued;
  info.pid = sys::getpid();
  info.value = cookie(request);
  sys::rt_tgsigqueueinfo(info.pid, sys::gettid(), info.number, &info)
      .ignore(); // a standard signal to oneself is never refused
  u64 open = before & ~reserved_signals();
  sys::rt_sigprocmask(SIG_SETMASK, &open, nullptr).ignore();
  if (open != before)
    sys::rt_sigprocmask(SIG_SETMASK, &before, nullptr).ignore();
}
