// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/run/job.h"
#include "tools/common/cli.h"
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ckpt::run {

namespace {

timespec after(int seconds) {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  now.tv_sec += seconds;
  return now;
}

bool is_over(const std::optional<timespec> &deadline) {
  return deadline && !is_before(after(0), *deadline);
}

Failure cannot_start(const char *what) {
  return {ExitCode::kCannotStart, std::string("cannot start the job: ") + what +
                                      ": " + std::strerror(errno) +
                                      "; try again when the system has room"};
}

Failure cannot_run(const std::string &path, int error) {
  return {error == ENOENT ? ExitCode::kNotFound : ExitCode::kCannotRun,
          "cannot run " + cli::printable({path.data(), path.size()}) + ": " +
              std::strerror(error) + "; check that it runs by itself"};
}

} // namespace

// Between fork and exec.
void Job::become(const std::string &path, const JobLine &line,
                 int report) const {
  std::vector<char *> argv;
  for (const std::string &word : line.argv)
    argv.push_back(const_cast<char *>(word.c_str()));
  argv.push_back(nullptr);
  if (!line.ckpt_flags.empty())
    setenv("CKPT_FLAGS", line.ckpt_flags.c_str(), 1);
  state_.restore_for_job(requests_);
  execvp(path.c_str(), argv.data());
  int error = errno;
  ssize_t ignored = write(report, &error, sizeof error);
  _exit(ignored == sizeof error ? 126 : 125);
}

MaybeFailure Job::start(const std::string &path, const JobLine &line) {
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0)
    return cannot_start("a pipe");
  pid_t parent = getpid();
  pid_ = fork();
  if (pid_ == 0) {
    // Without us nobody would ask it for a checkpoint, and the next ckpt_run
    // would start a second one beside it.
    prctl(PR_SET_PDEATHSIG, first_signal(requests_.vacate));
    if (getppid() != parent)
      _exit(125);
    become(path, line, report[1]);
  }
  state_.remember_terminal_signals();
  close(report[1]);
  if (pid_ < 0) {
    close(report[0]);
    return cannot_start("a process");
  }
  int error = 0;
  ssize_t got;
  do
    got = read(report[0], &error, sizeof error);
  while (got < 0 && errno == EINTR);
  close(report[0]);
  if (got == sizeof error) {
    waitpid(pid_, nullptr, 0);
    return cannot_run(path, error);
  }
  if (limits_.vacate_every)
    vacate_at_ = after(limits_.vacate_every);
  return {};
}

void Job::pass_on(const siginfo_t &info) const {
  if (info.si_code == SI_QUEUE)
    sigqueue(pid_, info.si_signo, info.si_value);
  else
    kill(pid_, info.si_signo);
}

void Job::vacate() {
  vacating_ = true;
  kill(pid_, first_signal(requests_.vacate));
}

// SIGCONT takes a waiting SIGTSTP away (signal(7)), whoever sent it.
void Job::renew_request() {
  if (vacating_ && first_signal(requests_.vacate) == SIGTSTP)
    vacate();
}

void Job::on_signal(const siginfo_t &info) {
  Surroundings here;
  here.own_pid = getpid();
  here.session_leader = getsid(0) == getpid();
  here.job_in_our_group =
      getpgid(pid_) == getpgrp() && !state_.came_before_job(info.si_signo);
  switch (
      meaning_of({info.si_signo, info.si_code, info.si_pid}, requests_, here)) {
  case Meaning::kNothing:
  case Meaning::kChild:
    return;
  case Meaning::kVacate:
    got_term_ |= info.si_signo == SIGTERM;
    if (limits_.kill_after && !kill_at_)
      kill_at_ = after(limits_.kill_after);
    return vacate();
  case Meaning::kPeriodic:
    kill(pid_, first_signal(requests_.periodic));
    return;
  case Meaning::kContinue:
    kill(pid_, SIGCONT);
    return renew_request();
  case Meaning::kPassOn:
    return pass_on(info);
  }
}

std::optional<timespec> Job::next_deadline() const {
  if (!vacate_at_ || !kill_at_)
    return vacate_at_ ? vacate_at_ : kill_at_;
  return is_before(*vacate_at_, *kill_at_) ? vacate_at_ : kill_at_;
}

void Job::on_time() {
  if (is_over(kill_at_)) {
    warning("the job did not end within " +
            cli::counted(static_cast<u64>(limits_.kill_after), "second") +
            " and is killed (--kill-after)");
    kill(pid_, SIGKILL);
    kill_at_.reset();
  }
  if (is_over(vacate_at_)) {
    vacate_at_ = after(limits_.vacate_every);
    vacate();
  }
}

// What the job did to itself, or somebody to the job: all of it in one go,
// since signals of a kind are merged.  True: it has ended.
bool Job::reap() {
  bool ended = false;
  int status, stopped_by = 0;
  pid_t child;
  while ((child = waitpid(-1, &status, WNOHANG | WUNTRACED | WCONTINUED)) > 0) {
    if (child != pid_)
      continue; // process 1 inherits the orphans of the others
    if (WIFSTOPPED(status)) {
      stopped_by = WSTOPSIG(status);
    } else if (WIFCONTINUED(status)) {
      stopped_by = 0;
      renew_request();
    } else {
      status_ = status;
      ended = true;
    }
  }
  if (!ended && is_job_control_stop(stopped_by))
    stop_like_job();
  return ended;
}

int Job::supervise() {
  // A child that ended before its signal was waited for is found at once.
  while (!reap()) {
    std::optional<siginfo_t> info = next_signal(next_deadline());
    if (info)
      on_signal(*info);
    on_time();
  }
  // One that came as the job ended was not taken any more.
  sigset_t waiting;
  sigpending(&waiting);
  got_term_ |= requests_.vacate && sigismember(&waiting, SIGTERM) == 1;
  return status_;
}

} // namespace ckpt::run
