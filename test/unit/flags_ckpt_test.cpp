// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every -_ckpt_ flag, and the string form (CKPT_FLAGS, --ckpt-default).
#include "runtime/start/flags.h"
#include "test/unit/check.h"

using namespace ckpt;
using start::FlagSource;

namespace {

struct Parsed {
  explicit Parsed(StringView text, FlagSource source = FlagSource::kArgv) {
    good = start::parse_text(text, source, config, why);
  }
  bool good;
  Config config;
  Reason why;
};

std::string refused(StringView text, FlagSource source = FlagSource::kArgv) {
  Parsed parsed(text, source);
  StringView why = parsed.why.view();
  return parsed.good ? "accepted" : std::string(why.data, why.size);
}

} // namespace

TEST(defaults) {
  Parsed p("");
  REQUIRE(p.good);
  CHECK_EQ(p.config.cpu, CpuCheck::kStrict);
  CHECK_EQ(p.config.on_error, OnError::kContinue);
  CHECK(!p.config.no_rollback);
  CHECK(!p.config.help);
}

TEST(every_value) {
  CHECK_EQ(Parsed("-_ckpt_cpu ignore").config.cpu, CpuCheck::kIgnore);
  CHECK_EQ(Parsed("-_ckpt_clock jump").config.clock, ClockRule::kJump);
  CHECK_EQ(Parsed("-_ckpt_cpu ignore -_ckpt_cpu strict").config.cpu,
           CpuCheck::kStrict);
  CHECK_EQ(Parsed("-_ckpt_on_error kill").config.on_error, OnError::kKill);
  CHECK_EQ(
      Parsed("-_ckpt_on_error kill -_ckpt_on_error continue").config.on_error,
      OnError::kContinue);
  CHECK(Parsed("-_ckpt_rollback off").config.no_rollback);
  CHECK(!Parsed("-_ckpt_rollback off -_ckpt_rollback on").config.no_rollback);
  CHECK(Parsed("-_ckpt_help").config.help);
  CHECK_EQ(Parsed("-_ckpt_file x.ckpt").config.image, "x.ckpt");
}

TEST(wrong_values) {
  CHECK_EQ(refused("-_ckpt_cpu any"),
           "-_ckpt_cpu any: the value must be one of strict, ignore");
  CHECK_EQ(refused("-_ckpt_rollback ON"),
           "-_ckpt_rollback ON: the value must be one of on, off");
  CHECK_EQ(refused("-_ckpt_on_error continue|kill"),
           "-_ckpt_on_error continue|kill: the value must be one of continue, "
           "kill");
}

TEST(missing_values) {
  CHECK_EQ(refused("-_ckpt_file"), "-_ckpt_file requires an argument");
  CHECK_EQ(refused("-_ckpt_cpu"),
           "-_ckpt_cpu requires an argument: one of strict, ignore");
  CHECK_EQ(refused("-_ckpt_rollback"),
           "-_ckpt_rollback requires an argument: one of on, off");
  CHECK_EQ(refused("-_ckpt_on_error"),
           "-_ckpt_on_error requires an argument: one of continue, kill");
}

TEST(unknown_flags_name_the_closest) {
  CHECK_EQ(refused("-_ckpt_rolback"),
           "I don't understand argument rolback; did you mean -_ckpt_rollback "
           "SWITCH? -_ckpt_help lists all flags");
  CHECK_EQ(refused("-_ckpt_file=x"),
           "I don't understand argument file=x; did you mean -_ckpt_file NAME? "
           "-_ckpt_help lists all flags");
  CHECK_EQ(refused("-_ckpt_hlep"),
           "I don't understand argument hlep; did you mean -_ckpt_help? "
           "-_ckpt_help lists all flags");
  for (const char *far : {"", "velocity", "xyz", "so"})
    CHECK_EQ(refused(("-_ckpt_" + std::string(far)).c_str()),
             "I don't understand argument " + std::string(far) +
                 "; -_ckpt_help lists all flags");
}

TEST(text_is_split_on_blanks) {
  Parsed p(" \t-_condor_ckpt\n  a.ckpt\t-_condor_nowarn ");
  REQUIRE(p.good);
  CHECK_EQ(p.config.image, "a.ckpt");
  CHECK(!p.config.flag_in_argv);
  CHECK(Parsed("   ").good);
  CHECK(Parsed(StringView()).good);
}

TEST(text_padded_with_nuls_is_read_to_its_end_only) {
  char padded[32] = "-_ckpt_cpu ignore";
  Parsed p(StringView(padded, sizeof(padded)));
  REQUIRE(p.good);
  CHECK_EQ(p.config.cpu, CpuCheck::kIgnore);
  // No NUL behind it: the view's size is the bound.
  const char tight[] = {'-', '_', 'c', 'k', 'p', 't',
                        '_', 'h', 'e', 'l', 'p', 'X'};
  CHECK(Parsed(StringView(tight, 11)).config.help);
}

TEST(errors_name_the_source) {
  CHECK_EQ(refused("-_condor_bogus", FlagSource::kEnvironment),
           "I don't understand argument bogus (in CKPT_FLAGS)");
  CHECK_EQ(refused("-_condor_ckpt", FlagSource::kDefault),
           "-_condor_ckpt requires another argument (in the flags given to "
           "--ckpt-default)");
  CHECK_EQ(refused("-_condor_nowarn loose", FlagSource::kEnvironment),
           "loose is neither a flag (-_condor_*, -_ckpt_*) nor a flag's "
           "operand; remove it (in CKPT_FLAGS)");
}

TEST(later_sources_win) {
  Config config;
  Reason why;
  REQUIRE(start::parse_text("-_ckpt_cpu ignore -_condor_ckpt a",
                            FlagSource::kDefault, config, why));
  REQUIRE(start::parse_text("-_condor_ckpt b", FlagSource::kEnvironment, config,
                            why));
  char prog[] = "prog", flag[] = "-_condor_restart", name[] = "c";
  char *argv[] = {prog, flag, name, nullptr};
  CHECK_EQ(config.image, "b");
  REQUIRE(start::parse_argv(3, argv, config, why));
  CHECK_EQ(config.image, "c");
  CHECK_EQ(config.cpu, CpuCheck::kIgnore);
  CHECK(config.flag_in_argv);
}
