// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Boost.Process's first version is used because it leaves inherited
// descriptors open in the child: make's jobserver is one of them.
//
// While the command runs, TERM, HUP, INT and QUIT are passed on to it; but not
// an INT or QUIT of the kernel, for a terminal sends those to both.  A SIGCHLD
// that our parent ignores is set to its default, else there would be no status
// to wait for.
// The command itself gets every signal as we got it.
#include "driver/execute.h"
#include <boost/process/child.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/io.hpp>
#include <boost/process/pipe.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <sys/wait.h>
#include <unistd.h>

namespace ckpt::driver {

namespace bp = boost::process;

namespace {

std::vector<char *> c_argv(const Plan &plan) {
  std::vector<char *> argv;
  for (const std::string &word : plan.argv)
    argv.push_back(const_cast<char *>(word.c_str()));
  argv.push_back(nullptr);
  return argv;
}

Failure cannot_run(const Plan &plan, int error) {
  const char *advice = error == E2BIG
                           ? "; put its arguments into a response file (@FILE)"
                           : "; check that it can be run by itself";
  return {error == ENOENT ? ExitCode::kNotFound : ExitCode::kCannotRun,
          "cannot run " + plan.program + ": " + std::strerror(error) + advice};
}

constexpr char kShell[] = "/bin/sh";

// A script without "#!", as a shell and execvp run it.
Plan by_shell(const Plan &plan) {
  Plan shell = plan;
  shell.program = kShell;
  shell.argv.front() = plan.program;
  shell.argv.insert(shell.argv.begin(), kShell);
  return shell;
}

constexpr int kPassedOn[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};

volatile sig_atomic_t passed_to = 0;

void pass_on(int signal, siginfo_t *info, void *) {
  int saved = errno;
  bool from_terminal =
      (signal == SIGINT || signal == SIGQUIT) && info->si_code == SI_KERNEL;
  if (passed_to > 0 && !from_terminal)
    kill(static_cast<pid_t>(passed_to), signal);
  errno = saved;
}

class Signals {
public:
  Signals() {
    sigset_t held;
    sigemptyset(&held);
    for (int signal : kPassedOn)
      sigaddset(&held, signal);
    sigprocmask(SIG_BLOCK, &held, &mask_);
    for (int signal : kPassedOn)
      set(signal);
    set(SIGCHLD);
  }
  // Signals that came while the child was made reach it now.
  void watch(pid_t child) {
    passed_to = child;
    sigprocmask(SIG_SETMASK, &mask_, nullptr);
  }
  // In the child too, before it becomes the command.
  void restore() const {
    for (size_t i = 0; i < count_; ++i)
      sigaction(saved_[i].signal, &saved_[i].action, nullptr);
    sigprocmask(SIG_SETMASK, &mask_, nullptr);
  }

private:
  struct Saved {
    int signal;
    struct sigaction action;
  };
  void set(int signal) {
    struct sigaction action = {};
    action.sa_flags = SA_RESTART | SA_SIGINFO;
    if (signal == SIGCHLD)
      action.sa_handler = SIG_DFL;
    else
      action.sa_sigaction = pass_on;
    sigaction(signal, nullptr, &saved_[count_].action);
    // nohup's ignored HUP stays ignored.
    if (signal == SIGCHLD || saved_[count_].action.sa_handler != SIG_IGN)
      sigaction(signal, &action, nullptr);
    saved_[count_++].signal = signal;
  }
  sigset_t mask_;
  Saved saved_[8] = {};
  size_t count_ = 0;
};

} // namespace

Failure become(const Plan &plan) {
  std::vector<char *> argv = c_argv(plan);
  // Its path has a slash: no search, but a script without "#!" is run.
  execvp(plan.program.c_str(), argv.data());
  return cannot_run(plan, errno);
}

std::string output_of(const std::string &program,
                      const std::vector<std::string> &argv) {
  Plan plan;
  plan.argv = argv;
  std::vector<char *> words = c_argv(plan);
  std::error_code error;
  bp::ipstream out;
  Signals signals;
  bp::child child(bp::exe = program, bp::std_out > out, bp::std_in < bp::null,
                  bp::std_err > bp::null, error,
                  bp::extend::on_exec_setup([&](auto &executor) {
                    executor.cmd_line = words.data();
                    signals.restore();
                  }));
  std::string text;
  if (!error) {
    signals.watch(child.id());
    text.assign(std::istreambuf_iterator<char>(out), {});
    child.wait(error);
    passed_to = 0;
  }
  signals.restore();
  return error || child.exit_code() != 0 ? std::string() : text;
}

std::variant<int, Failure> run(const Plan &plan) {
  std::vector<char *> argv = c_argv(plan);
  std::error_code error;
  Signals signals;
  bp::child child(bp::exe = plan.program, error,
                  bp::extend::on_exec_setup([&](auto &executor) {
                    executor.cmd_line = argv.data();
                    signals.restore();
                  }));
  if (error) {
    signals.restore();
    if (error.value() == ENOEXEC && plan.program != kShell)
      return run(by_shell(plan));
    return cannot_run(plan, error.value());
  }
  signals.watch(child.id());
  child.wait(error);
  passed_to = 0;
  signals.restore();
  if (error)
    return Failure{ExitCode::kCannotRun, "cannot wait for " + plan.program +
                                             ": " + error.message() +
                                             "; run the command again"};
  int status = child.native_exit_code();
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace ckpt::driver
