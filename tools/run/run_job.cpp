// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/run/run_job.h"
#include "tools/common/cli.h"
#include "tools/run/images.h"
#include "tools/run/job.h"
#include "tools/run/listen.h"
#include <charconv>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>

namespace ckpt::run {

namespace {

Failure usage(const std::string &text) {
  return {ExitCode::kUsage, text + "; ckpt_run --help shows how it is used"};
}

// The number behind an option; 0 when it was not given.
MaybeFailure number(const CommandLine &line, OptionId id, const char *name,
                    int most, int &out) {
  out = 0;
  if (!line.has(id))
    return {};
  const std::string &word = line.operands(id)[0];
  const char *end = word.data() + word.size();
  std::from_chars_result parsed = std::from_chars(word.data(), end, out);
  if (parsed.ec == std::errc() && parsed.ptr == end && out >= 1 && out <= most)
    return {};
  return usage(std::string(name) + " takes a number from 1 to " +
               std::to_string(most));
}

class Run {
public:
  Run(const CommandLine &line, SignalState &state)
      : line_(line), state_(state) {}

  int run() {
    if (MaybeFailure failure = prepare())
      return error(*failure);
    if (line_.has(OptionId::kDryRun))
      return print();
    state_.hold_all();
    Job job(state_, flags_.signals, limits_);
    const std::string &executed =
        line_.has(OptionId::kSetarch) ? job_.argv[0] : program_.path;
    MaybeFailure failure = job.start(executed, job_);
    close_arrival(arrival_);
    if (failure)
      return error(*failure);
    int status = job.supervise();
    return end(status, job.got_term());
  }

private:
  // Steps: options -> program -> its flags -> its images -> its command line.
  MaybeFailure prepare() {
    if (MaybeFailure failure = read_options())
      return failure;
    if (MaybeFailure failure = find_program(line_.job[0], program_))
      return failure;
    if (MaybeFailure failure = must_be_linked())
      return failure;
    const char *variable = std::getenv("CKPT_FLAGS");
    std::string environment = variable ? variable : "";
    if (MaybeFailure failure = read_job_flags(
            line_, program_.facts.default_flags, environment, flags_))
      return failure;
    if (!flags_.signals.vacate && (limits_.vacate_every || limits_.kill_after))
      return usage("--vacate-every and --kill-after need a signal that ends "
                   "the job with a checkpoint: name one in --signals");
    state_.hold(flags_.signals);
    if (line_.has(OptionId::kListen))
      return prepare_arrival(environment);
    if (MaybeFailure failure = choose_start())
      return failure;
    return make_job_line(line_, image_name(),
                         choice_.from.empty() ? StartFrom::kBeginning
                                              : StartFrom::kImage,
                         environment, job_);
  }

  // The image that is here, if any, is replaced when the job has arrived.
  MaybeFailure prepare_arrival(const std::string &environment) {
    Endpoint where;
    std::string problem;
    if (flags_.wants_restart)
      return usage("--listen and -_condor_restart exclude each other");
    if (MaybeFailure failure =
            parse_endpoint(line_.operands(OptionId::kListen)[0], where))
      return failure;
    if (MaybeFailure failure = make_job_line(
            line_, image_name(), StartFrom::kBeginning, environment, job_))
      return failure;
    choice_.before = identify(flags_.image, problem);
    if (line_.has(OptionId::kDryRun))
      return {};
    if (MaybeFailure failure = wait_for_job(where, timeout_, arrival_))
      return failure;
    add_arrival(line_, arrival_, job_);
    return {};
  }

  MaybeFailure read_options() {
    if (line_.job.empty() || line_.job[0].empty())
      return usage("no job was given, as in ckpt_run -- ./job input.dat");
    if (MaybeFailure failure =
            number(line_, OptionId::kCheckpointExitCode,
                   "--checkpoint-exit-code", 255, checkpoint_status_))
      return failure;
    if (MaybeFailure failure =
            number(line_, OptionId::kVacateEvery, "--vacate-every", INT_MAX,
                   limits_.vacate_every))
      return failure;
    if (MaybeFailure failure = number(line_, OptionId::kTimeout, "--timeout",
                                      86400, timeout_))
      return failure;
    return number(line_, OptionId::kKillAfter, "--kill-after", INT_MAX,
                  limits_.kill_after);
  }

  MaybeFailure must_be_linked() {
    std::string name =
        cli::printable({program_.path.data(), program_.path.size()});
    switch (program_.facts.kind) {
    case ProgramKind::kLinked:
      return {};
    case ProgramKind::kScript:
      if (line_.has(OptionId::kScript))
        return {};
      return Failure{ExitCode::kNotLinked,
                     name + " is a script; give the program that it starts, "
                            "or --script if it ends with exec of that"};
    default:
      return Failure{ExitCode::kNotLinked,
                     name + " was not linked by ckpt_compile and cannot be "
                            "checkpointed; link it again, as in ckpt_compile "
                            "gcc job.o -o job"};
    }
  }

  MaybeFailure choose_start() {
    std::string problem;
    if (line_.has(OptionId::kFresh)) {
      if (flags_.wants_restart)
        return usage("--fresh and -_condor_restart exclude each other");
      if (flags_.chooses_itself)
        return usage("--fresh and -_ckpt_auto exclude each other");
      choice_.before = identify(flags_.image, problem);
      return {};
    }
    if (MaybeFailure failure = choose_image_to_restart(flags_.image, choice_))
      return failure;
    if (flags_.wants_restart && choice_.from.empty())
      return Failure{
          ExitCode::kNoGoodImage,
          "the job's flags ask for a restart, but there is no " +
              cli::printable({flags_.image.data(), flags_.image.size()}) +
              "; leave -_condor_restart out, or name another image"};
    if (line_.has(OptionId::kDryRun))
      return {};
    return put_in_place(flags_.image, choice_);
  }

  // A script may change the directory before the job starts.
  std::string image_name() const {
    if (!line_.has(OptionId::kScript) || flags_.image[0] == '/')
      return flags_.image;
    char here[PATH_MAX];
    return getcwd(here, sizeof here) ? std::string(here) + "/" + flags_.image
                                     : flags_.image;
  }

  int print() const {
    std::string text = job_.ckpt_flags.empty()
                           ? ""
                           : "CKPT_FLAGS=" + shell_text(job_.ckpt_flags) + " ";
    for (const std::string &word : job_.argv)
      text += shell_text(word) + " ";
    text.back() = '\n';
    std::fputs(text.c_str(), stdout);
    return cli::finish_output(kTool, 0);
  }

  static std::string shell_text(const std::string &word) {
    std::string text = cli::shell_word(word);
    return text.empty() ? cli::printable({word.data(), word.size()}) : text;
  }

  int end(int status, bool got_term) const {
    ImageState state = ImageState::kNotNew;
    std::string problem;
    if (flags_.has_stream) {
      state = ImageState::kNew; // where, only the job knows
    } else if (looks_like_checkpoint(status)) {
      ImageId now = identify(flags_.image, problem);
      if (!now.known)
        state = ImageState::kBad;
      else if (is_newer(now, choice_.before))
        state = ImageState::kNew;
    }
    if (got_term && WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM)
      warning("the job was killed by a SIGTERM of its own: somebody sends it "
              "to every process; use --signals TERM+TSTP,USR2");
    Ending ending =
        ending_of(status, checkpoint_status_, state, flags_.image, problem);
    if (ending.failure)
      return error(*ending.failure);
    if (ending.signal)
      die_by(ending.signal);
    return ending.status;
  }

  const CommandLine &line_;
  SignalState &state_;
  int checkpoint_status_ = 0;
  int timeout_ = 0;
  Arrival arrival_;
  Limits limits_;
  Program program_;
  JobFlags flags_;
  ImageChoice choice_;
  JobLine job_;
};

} // namespace

int run_job(const CommandLine &line, SignalState &state) {
  return Run(line, state).run();
}

} // namespace ckpt::run
