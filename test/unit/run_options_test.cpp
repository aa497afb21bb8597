// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The command line of ckpt_run.
#include "test/unit/check.h"
#include "tools/run/options.h"

using namespace ckpt::run;
using Words = std::vector<const char *>;

namespace {

CommandLine parsed(const Words &words) {
  CommandLine line;
  CHECK(!parse_command_line(words, line));
  return line;
}

std::string failed(const Words &words) {
  CommandLine line;
  MaybeFailure failure = parse_command_line(words, line);
  if (!CHECK(failure))
    return "";
  CHECK(failure->code == ExitCode::kUsage);
  return failure->text.substr(0, failure->text.find(';'));
}

} // namespace

TEST(options_end_at_the_job) {
  CommandLine line = parsed({"--setarch", "job", "--fresh", "--", "-f"});
  CHECK(line.has(OptionId::kSetarch));
  CHECK(!line.has(OptionId::kFresh));
  CHECK((line.job == std::vector<std::string>{"job", "--fresh", "--", "-f"}));
}

TEST(two_dashes_end_options_once) {
  CHECK((parsed({"--", "--fresh"}).job == std::vector<std::string>{"--fresh"}));
  CHECK((parsed({"--fresh", "--", "--", "x"}).job ==
         std::vector<std::string>{"--", "x"}));
  CHECK(parsed({}).job.empty());
  CHECK(parsed({"--"}).job.empty());
  CHECK_EQ(parsed({"-"}).job.size(), 1); // a name, if a strange one
  CHECK_EQ(parsed({""}).job.size(), 1);
}

TEST(operands_in_all_forms) {
  for (const Words &words :
       {Words{"-f", "F", "job"}, Words{"--ckpt-file", "F", "job"},
        Words{"--ckpt-file=F", "job"}, Words{"-f", "G", "-f", "F", "job"}}) {
    CommandLine line = parsed(words);
    REQUIRE_EQ(line.operands(OptionId::kCkptFile).size(), 1);
    CHECK_EQ(line.operands(OptionId::kCkptFile)[0], "F");
    CHECK_EQ(line.job[0], "job");
  }
  CHECK_EQ(parsed({"--ckpt-file="}).operands(OptionId::kCkptFile)[0], "");
  CHECK_EQ(parsed({"-f", "--"}).operands(OptionId::kCkptFile)[0], "--");
}

TEST(wrong_options) {
  CHECK_EQ(failed({"--nonsense", "job"}), "unknown option --nonsense");
  CHECK_EQ(failed({"--nonsense=1"}), "unknown option --nonsense");
  CHECK_EQ(failed({"-x"}), "unknown option -x");
  CHECK_EQ(failed({"-fF"}), "unknown option -fF");
  CHECK_EQ(failed({"-ckpt-file", "F"}), "unknown option -ckpt-file");
  CHECK_EQ(failed({"--ckpt-file"}), "--ckpt-file needs FILE");
  CHECK_EQ(failed({"-f"}), "-f needs FILE");
  CHECK_EQ(failed({"--fresh=yes"}), "--fresh takes no =VALUE");
}

TEST(help_names_every_option_and_exit_code) {
  std::string help = help_text();
#define CKPT_RUN_OPTION(id, letter, spelling, operands, text)                  \
  CHECK(help.find(std::string(spelling) + (operands[0] ? " " : "") +           \
                  operands + "\n") != std::string::npos);
#include "tools/run/options.def"
#define CKPT_EXIT_CODE(Name, number, sentence)                                 \
  CHECK(help.find(std::string("  " #number "  ") + sentence + "\n") !=         \
        std::string::npos);
#include "tools/run/exit_codes.def"
  for (size_t at = 0, end; (end = help.find('\n', at)) != std::string::npos;
       at = end + 1)
    CHECK(end - at <= 80);
}
