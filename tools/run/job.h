// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The job's process, from fork to its end.
#pragma once
#include "tools/run/program.h"
#include "tools/run/signal_state.h"
#include <sys/types.h>

namespace ckpt::run {

struct Limits {
  int vacate_every = 0; // seconds; 0: never
  int kill_after = 0;
};

class Job {
public:
  Job(SignalState &state, const RequestSignals &requests, Limits limits)
      : state_(state), requests_(requests), limits_(limits) {}

  // path: what is executed.  Needs: all signals are held.
  MaybeFailure start(const std::string &path, const JobLine &line);

  // Until it has ended; returns its status as wait(2) has it.
  int supervise();

  bool got_term() const { return got_term_; }

private:
  [[noreturn]] void become(const std::string &path, const JobLine &line,
                           int report) const;
  void on_signal(const siginfo_t &info);
  void pass_on(const siginfo_t &info) const;
  void vacate();
  void renew_request();
  void on_time();
  std::optional<timespec> next_deadline() const;
  bool reap();

  SignalState &state_;
  RequestSignals requests_;
  Limits limits_;
  pid_t pid_ = -1;
  int status_ = 0;
  bool vacating_ = false; // it was asked to end
  bool got_term_ = false;
  std::optional<timespec> vacate_at_;
  std::optional<timespec> kill_at_;
};

} // namespace ckpt::run
