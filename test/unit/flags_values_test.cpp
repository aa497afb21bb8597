// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The flags whose operand is a number, a list, a pair or a file.
#include "runtime/start/flags.h"
#include "runtime/start/option_values.h"
#include "test/unit/check.h"

using namespace ckpt;
using start::FlagSource;

namespace {

Config parsed(StringView text) {
  Config config;
  Reason why;
  if (!start::parse_text(text, FlagSource::kArgv, config, why))
    config.restart = true; // none of these sets it
  return config;
}

std::string refused(const std::string &words) {
  StringView text(words.data(), words.size());
  Config config, before;
  Reason why;
  bool good = start::parse_text(text, FlagSource::kArgv, config, why);
  CHECK(good || config == before);
  StringView view = why.view();
  return good ? "accepted" : std::string(view.data, view.size);
}

} // namespace

TEST(numbers) {
  CHECK_EQ(parsed("-_ckpt_interval 3600").interval, 3600u);
  CHECK_EQ(parsed("-_ckpt_defer 60").defer, 60u);
  CHECK_EQ(parsed("").defer, 0u);
  CHECK_EQ(parsed("-_ckpt_interval 31536000").interval, 31536000u);
  CHECK_EQ(parsed("-_ckpt_interval 5 -_ckpt_interval 0").interval, 0u);
  CHECK_EQ(parsed("-_ckpt_keep 1").older, 0u);
  CHECK_EQ(parsed("-_ckpt_keep 100").older, 99u);
  CHECK_EQ(parsed("-_ckpt_keep 007").older, 6u);
  CHECK(!parsed("").exits);
  CHECK(parsed("-_ckpt_exit_code 0").exits);
  CHECK_EQ(parsed("-_ckpt_exit_code 85").exit_code, 85);
}

TEST(wrong_numbers) {
  CHECK_EQ(refused("-_ckpt_interval 1h"),
           "-_ckpt_interval 1h: the value must be a whole number from 0 to "
           "31536000");
  CHECK_EQ(refused("-_ckpt_keep 0"),
           "-_ckpt_keep 0: the value must be a whole number from 1 to 100");
  CHECK_EQ(refused("-_ckpt_exit_code 256"),
           "-_ckpt_exit_code 256: the value must be a whole number from 0 to "
           "255");
  for (const char *bad : {"-1", "+1", "1.0", "0x1", "4294967297",
                          "18446744073709551617", "1_", "\x81"})
    CHECK(refused(std::string("-_ckpt_keep ") + bad) != "accepted");
  for (const char *flag : {"-_ckpt_interval", "-_ckpt_keep",
                           "-_ckpt_exit_code", "-_ckpt_signals"})
    CHECK_EQ(refused(flag), std::string(flag) + " requires an argument");
}

TEST(signals) {
  CHECK_EQ(parsed("-_ckpt_signals TERM,USR1").vacate_signals, 1u << 14);
  CHECK_EQ(parsed("-_ckpt_signals TERM,USR1").periodic_signals, 1u << 9);
  CHECK_EQ(refused("-_ckpt_signals KILL,USR1"),
           "-_ckpt_signals KILL,USR1: KILL cannot ask for checkpoints: it "
           "cannot be caught; choose another signal");
}

TEST(files_and_pairs) {
  CHECK_EQ(parsed("-_ckpt_status a -_ckpt_status b").status, "b");
  CHECK(refused("-_ckpt_status " + std::string(4096, 'x')) != "accepted");
  CHECK_EQ(parsed("-_ckpt_path_map /a=/b -_ckpt_path_map /c=/d").path_map.used,
           12u);
  CHECK(parsed("-_ckpt_auto").auto_restart);
  CHECK(!parsed("").auto_restart);
  CHECK(parsed("-_ckpt_file x").own_name);
  CHECK(!parsed("-_ckpt_auto").own_name);
}

TEST(an_interval_needs_a_signal) {
  Reason why;
  CHECK(start::flags_agree(parsed("-_ckpt_interval 5"), why));
  CHECK(start::flags_agree(parsed("-_ckpt_signals TERM,"), why));
  CHECK(start::flags_agree(parsed("-_ckpt_interval 5 -_ckpt_signals ,TERM"),
                           why));
  CHECK(why.empty());
  CHECK(!start::flags_agree(parsed("-_ckpt_interval 5 -_ckpt_signals TERM,"),
                            why));
  CHECK(!why.empty());
}
