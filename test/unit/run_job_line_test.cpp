// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What ckpt_run reads in the job's flags, and what it puts in front of them.
#include "test/unit/check.h"
#include "tools/run/job_line.h"
#include <csignal>

using namespace ckpt;
using namespace ckpt::run;
using Words = std::vector<const char *>;

namespace {

CommandLine parsed(const Words &words) {
  CommandLine line;
  CHECK(!parse_command_line(words, line));
  return line;
}

JobFlags flags(const Words &words, const char *linked_in = "",
               const char *environment = "") {
  JobFlags out;
  MaybeFailure failure =
      read_job_flags(parsed(words), linked_in, environment, out);
  CHECK_EQ(failure ? failure->text : "", "");
  return out;
}

std::string refused(const Words &words, const char *environment = "") {
  JobFlags out;
  MaybeFailure failure = read_job_flags(parsed(words), "", environment, out);
  if (!CHECK(failure))
    return "";
  CHECK(failure->code == ExitCode::kUsage);
  return failure->text;
}

std::string joined(const Words &words, StartFrom from,
                   const char *environment = "", const char *image = "F") {
  JobLine out;
  MaybeFailure failure =
      make_job_line(parsed(words), image, from, environment, out);
  if (failure)
    return failure->text;
  std::string text;
  if (!out.ckpt_flags.empty())
    text = "CKPT_FLAGS=[" + out.ckpt_flags + "] ";
  for (const std::string &word : out.argv)
    text += word + " ";
  return text;
}

} // namespace

TEST(the_image_is_named_by_the_last_who_says) {
  CHECK_EQ(flags({"./job"}).image, "./job.ckpt");
  CHECK_EQ(flags({"job", "x.ckpt"}).image, "job.ckpt");
  CHECK_EQ(flags({"job"}, "-_condor_ckpt A").image, "A");
  CHECK_EQ(flags({"job"}, "-_condor_ckpt A", "-_ckpt_file B").image, "B");
  Words words = {"job", "x", "-_condor_ckpt", "C"};
  CHECK_EQ(flags(words, "-_condor_ckpt A", "-_ckpt_file B").image, "C");
  CHECK_EQ(flags({"-f", "D", "job"}, "-_condor_ckpt A", "-_ckpt_file B").image,
           "D");
  CHECK_EQ(flags({"-f", "C", "job", "-_condor_ckpt", "C"}).image, "C");
}

TEST(two_names_are_one_too_many) {
  CHECK_EQ(refused({"-f", "D", "job", "-_condor_ckpt", "C"}),
           "--ckpt-file names D, and the job's own flags C; name one file");
  CHECK(refused({"-f", "", "job"}).find("is empty") != std::string::npos);
}

TEST(a_restart_in_the_jobs_own_flags) {
  JobFlags found = flags({"job", "-_condor_restart", "C"});
  CHECK(found.wants_restart);
  CHECK_EQ(found.image, "C");
  CHECK(!flags({"job", "-_condor_ckpt", "C"}).wants_restart);
}

TEST(flags_that_the_job_would_refuse) {
  CHECK_EQ(refused({"job", "-_condor_nonsense"}),
           "the job would refuse its flags: I don't understand argument "
           "nonsense");
  CHECK(refused({"job", "-_condor_ckpt"}).find("requires another") !=
        std::string::npos);
  CHECK(refused({"job"}, "word").find("(in CKPT_FLAGS)") != std::string::npos);
}

TEST(the_default_pair) {
  RequestSignals signals = flags({"job"}).signals;
  CHECK_EQ(first_signal(signals.vacate), SIGTSTP);
  CHECK_EQ(first_signal(signals.periodic), SIGUSR2);
  CHECK_EQ(signals.all(), signal_bit(SIGTSTP) | signal_bit(SIGUSR2));
  CHECK_EQ(first_signal(0), 0);
  CHECK_EQ(first_signal(signal_bit(64)), 64);
}

TEST(other_signals) {
  RequestSignals signals =
      flags({"--signals", "TERM+TSTP,USR1", "job"}, "",
            "-_ckpt_signals HUP,ALRM")
          .signals;
  CHECK_EQ(signals.vacate, signal_bit(SIGTERM) | signal_bit(SIGTSTP));
  CHECK_EQ(signals.periodic, signal_bit(SIGUSR1));
  signals = flags({"job"}, "", "-_ckpt_signals HUP,ALRM").signals;
  CHECK_EQ(signals.vacate, signal_bit(SIGHUP));
  CHECK_EQ(flags({"job"}, "-_ckpt_signals ,ALRM").signals.vacate, 0);
  CHECK(refused({"--signals", "NONE", "job"}).find("-_ckpt_signals") !=
        std::string::npos);
  CHECK_EQ(joined({"--signals", "A,B", "job"}, StartFrom::kBeginning),
           "job -_ckpt_signals A,B -_condor_ckpt F ");
}

TEST(a_command_stream) {
  CHECK(!flags({"job"}).has_stream);
  CHECK(flags({"job", "-_condor_cmd_fd", "3"}).has_stream);
  CHECK(flags({"job"}, "", "-_condor_cmd_file x").has_stream);
}

TEST(our_flags_come_first) {
  CHECK_EQ(joined({"./job", "a", "b"}, StartFrom::kBeginning),
           "./job -_condor_ckpt F a b ");
  CHECK_EQ(joined({"./job", "a", "b"}, StartFrom::kImage),
           "./job -_condor_relocatable -_condor_restart F a b ");
  CHECK_EQ(joined({"--setarch", "./job", "a"}, StartFrom::kImage),
           "setarch x86_64 -L -B -R ./job -_condor_relocatable "
           "-_condor_restart F a ");
}

TEST(a_script_gets_a_variable) {
  CHECK_EQ(joined({"--script", "./run", "a"}, StartFrom::kBeginning),
           "CKPT_FLAGS=[-_condor_ckpt F] ./run a ");
  CHECK_EQ(joined({"--script", "./run"}, StartFrom::kImage, "-_condor_nowarn"),
           "CKPT_FLAGS=[-_condor_relocatable -_condor_restart F "
           "-_condor_nowarn] ./run ");
  CHECK(joined({"--script", "./run"}, StartFrom::kImage, "", "a b")
            .find("has a blank") != std::string::npos);
}
