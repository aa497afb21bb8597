// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/run/job_line.h"
#include "runtime/start/flags.h"
#include "tools/common/cli.h"
#include <csignal>

namespace ckpt::run {

namespace {

using Words = std::vector<std::string>;

Failure bad_flags(const Reason &why) {
  return {ExitCode::kUsage, "the job would refuse its flags: " +
                                std::string(why.view().data, why.view().size)};
}

bool parse(const Words &words, Config &config, Reason &why) {
  std::vector<char *> argv;
  for (const std::string &word : words)
    argv.push_back(const_cast<char *>(word.c_str()));
  return start::parse_argv(static_cast<int>(argv.size()), argv.data(), config,
                           why);
}

bool parse(const std::string &text, start::FlagSource source, Config &config,
           Reason &why) {
  return start::parse_text({text.data(), text.size()}, source, config, why);
}

// -_ckpt_signals, where the user wants others.
Words signal_flags(const CommandLine &line) {
  if (!line.has(OptionId::kSignals))
    return {};
  return {"-_ckpt_signals", line.operands(OptionId::kSignals)[0]};
}

std::string quoted(const std::string &text) {
  return cli::printable({text.data(), text.size()});
}

MaybeFailure choose_image(const CommandLine &line, const Config &of_words,
                          const Config &of_all, std::string &image) {
  std::string in_words = of_words.image;
  if (!line.has(OptionId::kCkptFile)) {
    image = of_all.image[0] ? of_all.image : line.job[0] + ".ckpt";
    return {};
  }
  image = line.operands(OptionId::kCkptFile)[0];
  if (image.empty())
    return Failure{ExitCode::kUsage, "--ckpt-file: the file name is empty; "
                                     "give the name of the job's image"};
  if (!in_words.empty() && in_words != image)
    return Failure{ExitCode::kUsage, "--ckpt-file names " + quoted(image) +
                                         ", and the job's own flags " +
                                         quoted(in_words) + "; name one file"};
  return {};
}

// Words that go through a variable, where blanks end a word.
MaybeFailure join(const Words &words, std::string &out) {
  for (const std::string &word : words) {
    if (word.find_first_of(" \t\n") != std::string::npos)
      return Failure{ExitCode::kUsage,
                     "the image's name " + quoted(word) +
                         " has a blank, which cannot be passed on through a "
                         "script; choose another with --ckpt-file"};
    out += (out.empty() ? "" : " ") + word;
  }
  return {};
}

} // namespace

MaybeFailure read_job_flags(const CommandLine &line,
                            const std::string &default_flags,
                            const std::string &environment, JobFlags &out) {
  Config of_words, of_all;
  Reason why;
  Words words = line.job;
  Words ours = signal_flags(line);
  words.insert(words.begin() + 1, ours.begin(), ours.end());
  if (!parse(words, of_words, why) ||
      !parse(default_flags, start::FlagSource::kDefault, of_all, why) ||
      !parse(environment, start::FlagSource::kEnvironment, of_all, why) ||
      !parse(words, of_all, why))
    return bad_flags(why);
  out.wants_restart = of_all.restart;
  out.chooses_itself = of_all.auto_restart;
  out.has_stream = of_all.cmd_fd_given || of_all.cmd_file[0];
  out.signals = {of_all.vacate_signals, of_all.periodic_signals};
  if (!out.signals.all())
    out.signals = {signal_bit(SIGTSTP), signal_bit(SIGUSR2)};
  return choose_image(line, of_words, of_all, out.image);
}

MaybeFailure make_job_line(const CommandLine &line, const std::string &image,
                           StartFrom from, const std::string &environment,
                           JobLine &out) {
  Words flags = signal_flags(line);
  if (from == StartFrom::kImage)
    flags.insert(flags.end(),
                 {"-_condor_relocatable", "-_condor_restart", image});
  else
    flags.insert(flags.end(), {"-_condor_ckpt", image});
  out.argv = line.job;
  if (line.has(OptionId::kScript)) {
    if (MaybeFailure failure = join(flags, out.ckpt_flags))
      return failure;
    out.ckpt_flags += environment.empty() ? "" : " " + environment;
    return {};
  }
  out.argv.insert(out.argv.begin() + 1, flags.begin(), flags.end());
  if (line.has(OptionId::kSetarch))
    out.argv.insert(out.argv.begin(), {"setarch", "x86_64", "-L", "-B", "-R"});
  return {};
}

} // namespace ckpt::run
