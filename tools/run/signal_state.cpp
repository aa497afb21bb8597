// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/run/signal_state.h"
#include <cerrno>
#include <cstring>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace ckpt::run {

bool is_before(const timespec &a, const timespec &b) {
  return a.tv_sec != b.tv_sec ? a.tv_sec < b.tv_sec : a.tv_nsec < b.tv_nsec;
}

namespace {

void add_all(sigset_t &set, u64 signals) {
  for (int number = 1; number < NSIG; ++number)
    if (signals & signal_bit(number))
      sigaddset(&set, number);
}

sigset_t all_signals() {
  sigset_t set;
  sigfillset(&set);
  sigdelset(&set, SIGTTIN);
  sigdelset(&set, SIGTTOU);
  return set;
}

// 0 when it is over.
timespec time_until(const timespec &deadline) {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  if (is_before(deadline, now))
    return {};
  timespec left = {deadline.tv_sec - now.tv_sec,
                   deadline.tv_nsec - now.tv_nsec};
  if (left.tv_nsec < 0) {
    --left.tv_sec;
    left.tv_nsec += 1000000000;
  }
  return left;
}

void act_by_default(int signal) {
  struct sigaction action = {};
  action.sa_handler = SIG_DFL;
  sigaction(signal, &action, nullptr);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  kill(getpid(), signal); // raise(3) refuses those that libc uses
  sigprocmask(SIG_UNBLOCK, &only, nullptr);
}

} // namespace

SignalState::SignalState() {
  sigset_t held;
  sigemptyset(&held);
  sigaddset(&held, SIGTERM);
  sigaddset(&held, SIGTSTP);
  sigaddset(&held, SIGUSR2);
  sigprocmask(SIG_BLOCK, &held, &original_);
  if (getpid() == 1)
    hold_all();
  sigemptyset(&early_);
  // An ignored SIGCHLD would leave no status to wait for.
  struct sigaction action = {};
  action.sa_handler = SIG_DFL;
  sigaction(SIGCHLD, &action, &child_action_);
}

void SignalState::hold(const RequestSignals &requests) {
  sigset_t held;
  sigemptyset(&held);
  add_all(held, requests.all());
  sigprocmask(SIG_BLOCK, &held, nullptr);
}

void SignalState::hold_all() {
  sigset_t held = all_signals();
  sigprocmask(SIG_BLOCK, &held, nullptr);
}

void SignalState::restore_for_job(const RequestSignals &requests) const {
  sigaction(SIGCHLD, &child_action_, nullptr);
  sigset_t mask = original_;
  add_all(mask, requests.all());
  sigprocmask(SIG_SETMASK, &mask, nullptr);
}

void SignalState::remember_terminal_signals() { sigpending(&early_); }

bool SignalState::came_before_job(int number) {
  bool early = sigismember(&early_, number) == 1;
  sigdelset(&early_, number);
  return early;
}

std::optional<siginfo_t> next_signal(const std::optional<timespec> &deadline) {
  sigset_t set = all_signals();
  for (;;) {
    siginfo_t info;
    timespec left = deadline ? time_until(*deadline) : timespec{};
    int number =
        deadline ? sigtimedwait(&set, &info, &left) : sigwaitinfo(&set, &info);
    if (number > 0)
      return info;
    if (errno == EAGAIN)
      return {};
    // EINTR: we were stopped and continued.
  }
}

void die_by(int signal) {
  if (getpid() != 1) {
    rlimit none = {};
    setrlimit(RLIMIT_CORE, &none);
    // A core pattern that is a pipe does not ask for the limit (core(5)).
    prctl(PR_SET_DUMPABLE, 0);
    act_by_default(signal);
  }
  _exit(128 + signal);
}

void stop_like_job() {
  // One that waits is a request for the job, and would merge with ours.
  sigset_t waiting;
  sigpending(&waiting);
  if (sigismember(&waiting, SIGTSTP))
    return;
  // Not SIGSTOP: where nobody can continue us (an orphaned process group), the
  // kernel drops this one.
  act_by_default(SIGTSTP);
  sigset_t again;
  sigemptyset(&again);
  sigaddset(&again, SIGTSTP);
  sigprocmask(SIG_BLOCK, &again, nullptr);
}

} // namespace ckpt::run
