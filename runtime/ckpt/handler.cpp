// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/handler.h"

#include "runtime/arch/x86_64/entry.h"
#include "runtime/arch/x86_64/frame.h"
#include "runtime/ckpt/cut_connections.h"
#include "runtime/ckpt/hold.h"
#include "runtime/ckpt/interruption.h"
#include "runtime/ckpt/orders.h"
#include "runtime/ckpt/request.h"
#include "runtime/ckpt/reserved.h"
#include "runtime/ckpt/restarted_call.h"
#include "runtime/ckpt/segments.h"
#include "runtime/ckpt/status_file.h"
#include "runtime/ckpt/stop.h"
#include "runtime/migrate/request.h"
#include "runtime/sys/keeper.h"

namespace ckpt {

namespace {

void set_default(int sig) {
  image::Action action = {};
  sys::rt_sigaction(sig, &action, nullptr).ignore();
}

// A forked child has our handlers but not our job: the signal does to it what
// it would have done without us.
void act_as_wished(int sig, u64 &mask_to_return_to) {
  image::Action wish = wished_action(sig);
  sys::rt_sigaction(sig, &wish, nullptr).ignore();
  mask_to_return_to &= ~signal_bit(sig);
  sys::tgkill(sys::getpid(), sys::gettid(), sig).ignore();
}

// A call of ckpt() in a forked child: it is told, and goes on.
void refuse_call_of_child(bool vacate) {
  Reason why("this process was forked from the job, and only the job itself "
             "writes its image");
  report_failed(vacate ? Then::kDie : Then::kGoOn, why);
}

void act_in_child(int sig, OwnRequest own, u64 &mask) {
  if (own != OwnRequest::kNone)
    refuse_call_of_child(own != OwnRequest::kCheckpoint);
  else if (migrate::request_waits())
    migrate::refuse_request_of_child();
  else
    act_as_wished(sig, mask);
}

// What the signal says, or the call that sent it.
bool is_vacate(int sig, OwnRequest own) {
  return own == OwnRequest::kNone
             ? (state.config.vacate_signals & signal_bit(sig)) != 0
             : own != OwnRequest::kCheckpoint;
}

} // namespace

image::Action handler_action() {
  image::Action action = {};
  action.handler = reinterpret_cast<u64>(&__ckpt_signal_entry);
  action.restorer = reinterpret_cast<u64>(&__ckpt_restore_rt);
  action.flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK | SA_RESTORER;
  action.mask = ~0ull;
  return action;
}

void arm_signals() {
  image::Action action = handler_action();
  for_each_signal(reserved_signals(), [&](int sig) {
    sys::rt_sigaction(sig, &action, nullptr).ignore();
  });
  state.armed = true;
}

void remember_inherited_actions() {
  for_each_signal(reserved_signals(), [](int sig) {
    sys::rt_sigaction(sig, nullptr, &state.user_actions[sig - 1]).ignore();
  });
}

void unblock_signals() {
  u64 reserved = reserved_signals();
  sys::rt_sigprocmask(SIG_UNBLOCK, &reserved, nullptr).ignore();
}

void die_vacated() {
  if (state.config.exits)
    sys::exit_group(state.config.exit_code);
  set_default(kDeathSignal);
  u64 only = ~signal_bit(kDeathSignal);
  if (sys::getpid() != 1) {
    sys::tgkill(sys::getpid(), sys::gettid(), kDeathSignal).ignore();
    sys::rt_sigprocmask(SIG_SETMASK, &only, nullptr).ignore();
  }
  sys::exit_group(128 + kDeathSignal);
}

// Steps: not ours? -> make the interruption invisible -> orders -> carry them
// out, which stops the program -> end, or let it go on.
extern "C" void __ckpt_on_signal(int sig, const void *siginfo,
                                 struct ucontext *context, u64 frame) {
  u64 &mask = *reinterpret_cast<u64 *>(&context->uc_sigmask);
  OwnRequest own = own_request(siginfo);
  migrate::note_request(siginfo);
  if (sys::getpid() != state.pid) {
    act_in_child(sig, own, mask);
    return settle_restarted_call(*context);
  }
  sys::KeeperScope scope;
  hide_interruption(*context);
  mask &= ~reserved_signals();
  bool vacate = is_vacate(sig, own) || migrate::request_waits();
  if (!admit_request(vacate))
    return settle_interruption(*context);
  if (migrate::request_waits()) {
    migrate::serve_request({frame, context});
    sys::end_keeper();
    release_program();
    return settle_interruption(*context);
  }
  Orders orders = {};
  find_orders(vacate, own == OwnRequest::kVacate, orders);
  orders.may_wait = own == OwnRequest::kNone || own == OwnRequest::kPutOff;
  warn_reserved_use_late();
  Then then = carry_out({frame, context}, orders);
  if (then != Then::kGoOn) {
    write_status(JobState::kVacated);
    cut_connections(Cut::kShort);
    remove_segments();
  }
  sys::end_keeper();
  if (then == Then::kExit)
    sys::exit_group(orders.status);
  if (then == Then::kDie)
    die_vacated();
  release_program();
  settle_interruption(*context);
}

} // namespace ckpt
