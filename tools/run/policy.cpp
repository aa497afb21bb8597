// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/run/policy.h"
#include "tools/common/cli.h"
#include <sys/wait.h>

namespace ckpt::run {

namespace {

// Source: signal(7), sigaction(2): si_code is above 0 when the kernel sent it.
bool from_kernel(const Received &signal) { return signal.code > 0; }

// What the kernel sends because of a terminal.
bool is_of_terminal(int number) {
  switch (number) {
  case SIGINT:
  case SIGQUIT:
  case SIGTSTP:
  case SIGWINCH:
  case SIGHUP:
  case SIGCONT:
    return true;
  default:
    return false;
  }
}

// What a process gets for a message of its own that cannot be written.
bool is_of_writing(int number) {
  return number == SIGPIPE || number == SIGXFSZ;
}

// A terminal tells its whole foreground group; a hang-up, and the SIGCONT with
// it, goes to the session's leader.
bool job_got_it_too(int number, const Surroundings &here) {
  if (number == SIGHUP || number == SIGCONT)
    return !here.session_leader && here.job_in_our_group;
  return here.job_in_our_group;
}

} // namespace

Meaning meaning_of(const Received &signal, const RequestSignals &requests,
                   const Surroundings &here) {
  if (signal.number == SIGCHLD)
    return Meaning::kChild;
  if (from_kernel(signal)) {
    // Others of the kernel's (SIGXCPU, SIGXFSZ) are about ckpt_run itself.
    if (!is_of_terminal(signal.number) || job_got_it_too(signal.number, here))
      return Meaning::kNothing;
  } else if (signal.sender == here.own_pid && is_of_writing(signal.number)) {
    return Meaning::kNothing;
  }
  // Where nothing asks the job for a last checkpoint, SIGTERM ends it.
  bool ends_job = signal.number == SIGTERM && requests.vacate;
  if (ends_job || (requests.vacate & signal_bit(signal.number)))
    return Meaning::kVacate;
  if (requests.periodic & signal_bit(signal.number))
    return Meaning::kPeriodic;
  return signal.number == SIGCONT ? Meaning::kContinue : Meaning::kPassOn;
}

bool is_job_control_stop(int signal) {
  return signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

bool looks_like_checkpoint(int wait_status) {
  return WIFSIGNALED(wait_status) &&
         (WTERMSIG(wait_status) == SIGUSR2 || WTERMSIG(wait_status) == SIGTSTP);
}

Ending ending_of(int wait_status, int checkpoint_status, ImageState image_state,
                 const std::string &image, const std::string &problem) {
  if (!WIFSIGNALED(wait_status))
    return {0, WEXITSTATUS(wait_status), {}};
  int signal = WTERMSIG(wait_status);
  if (!looks_like_checkpoint(wait_status))
    return {signal, 0, {}};
  if (image_state == ImageState::kNew)
    return checkpoint_status ? Ending{0, checkpoint_status, {}}
                             : Ending{signal, 0, {}};
  std::string name = cli::printable({image.data(), image.size()});
  std::string what =
      image_state == ImageState::kBad ? problem : name + " is as it was before";
  Failure failure = {
      ExitCode::kLostCheckpoint,
      "the job died by signal " + std::to_string(signal) +
          ", which tells of a checkpoint, but left none: " + what +
          "; if it names its images itself, give the name "
          "with --ckpt-file"};
  return {0, static_cast<int>(failure.code), failure};
}

} // namespace ckpt::run
