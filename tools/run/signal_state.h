// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which signals ckpt_run holds back, and which state its job gets.
//
// Nothing is handled: signals are blocked and read one by one, so none is lost
// and none comes at a bad moment.  Blocked signals are kept even where they
// are ignored, and by process 1, whose unblocked ones the kernel drops
// (signal(7), pid_namespaces(7)).
#pragma once
#include "tools/run/policy.h"
#include <csignal>
#include <optional>
#include <time.h>

namespace ckpt::run {

class SignalState {
public:
  // Holds back the requests, which must reach the job; process 1 all signals.
  // Others act on ckpt_run as on any program that has just started.
  SignalState();

  // Needs: hold_all() was called if the requests are not the default ones.
  void hold(const RequestSignals &requests);
  // Everything but what stops a process in the background of a terminal.
  void hold_all();

  // In the child, before it becomes the job: as ckpt_run was started, with
  // the requests blocked until the runtime is ready for them.
  void restore_for_job(const RequestSignals &requests) const;

  // The terminal's signals that came before there was a job to get them.
  void remember_terminal_signals();
  // For one that is received: it came before.  True once for each.
  bool came_before_job(int number);

private:
  sigset_t original_;
  sigset_t early_;
  struct sigaction child_action_;
};

bool is_before(const timespec &a, const timespec &b);

// Waits for a signal, at most until `deadline`; nothing: that is over.
std::optional<siginfo_t> next_signal(const std::optional<timespec> &deadline);

// Dies by it, without a core file; as process 1, which cannot, exits with 128
// plus its number.
[[noreturn]] void die_by(int signal);

// Stops as the job has stopped, if somebody is there to continue us.
void stop_like_job();

} // namespace ckpt::run
