// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every -_condor_ flag on a command line, right and wrong.
#include "runtime/start/flags.h"
#include "test/unit/argv.h"
#include "test/unit/check.h"

using namespace ckpt;
using test::Argv;

namespace {

struct Parsed {
  explicit Parsed(std::initializer_list<const char *> words) {
    Argv line(words);
    good = start::parse_argv(line.argc(), line.argv(), config, why);
  }
  WarningMode warning(WarningKind kind) const {
    return config.warning[static_cast<size_t>(kind)];
  }
  bool good;
  Config config;
  Reason why;
};

// The reason for refusing the words, or "accepted".
std::string refused(std::initializer_list<const char *> words) {
  Parsed parsed(words);
  StringView why = parsed.why.view();
  return parsed.good ? "accepted" : std::string(why.data, why.size);
}

} // namespace

TEST(no_flag_changes_nothing) {
  Parsed p({"prog", "a", "-b", "--_condor_ckpt", "_condor_ckpt", "-_condo"});
  REQUIRE(p.good);
  CHECK(!p.config.flag_in_argv);
  CHECK(!p.config.restart);
  CHECK(!p.config.help);
  CHECK_EQ(p.config.image, "");
  CHECK_EQ(p.config.debug_levels, 0u);
}

TEST(argc_of_zero) {
  Config config;
  Reason why;
  char *nothing[] = {nullptr};
  CHECK(start::parse_argv(0, nothing, config, why));
  CHECK(start::parse_argv(0, nullptr, config, why));
  CHECK(start::parse_argv(-1, nothing, config, why));
}

TEST(argv_0_is_never_a_flag) {
  CHECK_EQ(refused({"-_condor_unheard_of", "x"}), "accepted");
  Parsed p({"-_condor_ckpt", "-_condor_nowarn"});
  CHECK(p.good);
  CHECK_EQ(p.config.image, "");
}

TEST(ckpt_names_the_image) {
  Parsed p({"prog", "in", "-_condor_ckpt", "my image.ckpt", "out"});
  REQUIRE(p.good);
  CHECK_EQ(p.config.image, "my image.ckpt");
  CHECK(!p.config.restart);
  CHECK(p.config.flag_in_argv);
}

TEST(restart_names_both_images) {
  Parsed p({"prog", "-_condor_restart", "a"});
  REQUIRE(p.good);
  CHECK(p.config.restart);
  CHECK_EQ(p.config.restart_image, "a");
  CHECK_EQ(p.config.image, "a");
}

TEST(the_last_name_serves_for_both) {
  Parsed p({"prog", "-_condor_restart", "old", "-_condor_ckpt", "new"});
  REQUIRE(p.good);
  CHECK_EQ(p.config.restart_image, "new");
  CHECK_EQ(p.config.image, "new");
  Parsed q({"prog", "-_condor_ckpt", "longer name", "-_condor_restart", "b"});
  REQUIRE(q.good);
  CHECK_EQ(q.config.restart_image, "b");
  CHECK_EQ(q.config.image, "b");
  Parsed r({"prog", "-_condor_ckpt", "a", "-_ckpt_file", "b"});
  CHECK_EQ(r.config.image, "b");
}

TEST(a_flag_can_be_an_operand) {
  Parsed p({"prog", "-_condor_ckpt", "-_condor_nowarn"});
  REQUIRE(p.good);
  CHECK_EQ(p.config.image, "-_condor_nowarn");
  CHECK_EQ(p.warning(WarningKind::kNotice), WarningMode::kOn);
}

TEST(missing_names) {
  CHECK_EQ(refused({"prog", "-_condor_ckpt"}),
           "-_condor_ckpt requires another argument");
  CHECK_EQ(refused({"prog", "-_condor_restart"}),
           "-_condor_restart requires an argument");
  CHECK_EQ(refused({"prog", "-_condor_ckpt", ""}),
           "-_condor_ckpt: the file name is empty; give the file's name");
  CHECK_EQ(refused({"prog", "-_ckpt_file", "a\nb"}),
           "-_ckpt_file: the file name has a line feed, and no checkpoint "
           "could be written to it; give another name");
}

TEST(a_name_that_is_too_long) {
  std::string longest(kPathMax - 1, 'x');
  Parsed p({"prog", "-_condor_ckpt", longest.c_str()});
  REQUIRE(p.good);
  CHECK_EQ(p.config.image, longest);
  std::string over = longest + "y";
  CHECK_EQ(refused({"prog", "-_condor_restart", over.c_str()}),
           "-_condor_restart: the file name has 4096 characters; at most 4095 "
           "are possible");
}

TEST(switches) {
  Parsed p({"prog", "-_condor_relocatable", "-_condor_debug_wait"});
  REQUIRE(p.good);
  CHECK(p.config.relocatable);
  CHECK(p.config.debug_wait);
}

TEST(nowarn_is_notice_off) {
  Parsed p({"prog", "-_condor_nowarn"});
  REQUIRE(p.good);
  CHECK_EQ(p.warning(WarningKind::kNotice), WarningMode::kOff);
  CHECK_EQ(p.warning(WarningKind::kReadWrite), WarningMode::kOn);
  CHECK_EQ(p.warning(WarningKind::kUnsup), WarningMode::kOn);
  CHECK_EQ(p.warning(WarningKind::kBadUrl), WarningMode::kOn);
}

TEST(warning_kinds_and_modes) {
  Parsed p({"prog", "-_condor_warning", "ALL", "ONCE", "-_condor_warning",
            "readwrite", "off", "-_condor_warning", "BadUrl", "On"});
  REQUIRE(p.good);
  CHECK_EQ(p.warning(WarningKind::kNotice), WarningMode::kOnce);
  CHECK_EQ(p.warning(WarningKind::kReadWrite), WarningMode::kOff);
  CHECK_EQ(p.warning(WarningKind::kUnsup), WarningMode::kOnce);
  CHECK_EQ(p.warning(WarningKind::kBadUrl), WarningMode::kOn);
  Parsed q({"prog", "-_condor_warning", "NOTICE", "OFF", "-_condor_warning",
            "UNSUP", "ONCE"});
  REQUIRE(q.good);
  CHECK_EQ(q.warning(WarningKind::kNotice), WarningMode::kOff);
  CHECK_EQ(q.warning(WarningKind::kUnsup), WarningMode::kOnce);
  CHECK_EQ(q.warning(WarningKind::kReadWrite), WarningMode::kOn);
}

TEST(wrong_warnings_list_the_choices) {
  std::string choices = "-_condor_warning KIND MODE: KIND must be one of ALL, "
                        "NOTICE, READWRITE, UNSUP, BADURL\n"
                        "MODE must be one of ON, OFF, ONCE";
  CHECK_EQ(refused({"prog", "-_condor_warning"}), choices);
  CHECK_EQ(refused({"prog", "-_condor_warning", "ALL"}), choices);
  CHECK_EQ(refused({"prog", "-_condor_warning", "ANY", "ON"}), choices);
  CHECK_EQ(refused({"prog", "-_condor_warning", "ALL", "MAYBE"}), choices);
  CHECK_EQ(refused({"prog", "-_condor_warning", "ALL", ""}), choices);
  CHECK_EQ(refused({"prog", "-_condor_warning", "", "ON"}), choices);
  CHECK_EQ(refused({"prog", "-_condor_warning", "ALL|NOTICE", "ON"}), choices);
}

TEST(debug_levels_add_up) {
  Parsed p({"prog", "-_condor_D_FULLDEBUG", "-_condor_D_CKPT"});
  REQUIRE(p.good);
  CHECK(logs(p.config, DebugLevel::kAlways));
  CHECK(logs(p.config, DebugLevel::kFullDebug));
  CHECK(logs(p.config, DebugLevel::kCkpt));
  CHECK(!logs(p.config, DebugLevel::kSyscalls));
}

TEST(every_debug_level_of_the_table) {
#define CKPT_DEBUG_LEVEL(id, name)                                             \
  {                                                                            \
    Parsed p({"prog", "-_condor_D_" name});                                    \
    CHECK(p.good);                                                             \
    CHECK_EQ(p.config.debug_levels, debug_bit(DebugLevel::id));                \
  }
#include "runtime/abi/debug_levels.def"
  Parsed all({"prog", "-_condor_D_ALL"});
  CHECK(logs(all.config, DebugLevel::kSyscalls));
}

TEST(unknown_debug_levels_list_the_known) {
  for (const char *flag :
       {"-_condor_D_", "-_condor_D_ckpt", "-_condor_D_CKPTS"}) {
    std::string why = refused({"prog", flag});
    CHECK_EQ(why.find("I don't understand debug level D_"), 0u);
    CHECK(why.find("; the levels are D_ALWAYS D_FULLDEBUG D_CKPT D_SYSCALLS") !=
          std::string::npos);
  }
}

TEST(unknown_flags) {
  CHECK_EQ(refused({"prog", "-_condor_bogus"}),
           "I don't understand argument bogus");
  CHECK_EQ(refused({"prog", "-_condor_"}), "I don't understand argument ");
  CHECK_EQ(refused({"prog", "-_condor_CKPT", "x"}),
           "I don't understand argument CKPT");
  CHECK_EQ(refused({"prog", "-_condor_ckpt=x"}),
           "I don't understand argument ckpt=x");
  CHECK_EQ(refused({"prog", "-_condor_nowarnings"}),
           "I don't understand argument nowarnings");
}

TEST(command_streams) {
  Parsed none({"prog", "-_condor_nowarn"});
  CHECK(!has_command_stream(none.config));
  Parsed fd({"prog", "-_condor_cmd_fd", "012"});
  REQUIRE(fd.good);
  CHECK(has_command_stream(fd.config));
  CHECK(fd.config.cmd_fd_given);
  CHECK_EQ(fd.config.cmd_fd, 12);
  Parsed file({"prog", "-_condor_cmd_file", "a", "-_condor_cmd_file", "f"});
  REQUIRE(file.good);
  CHECK(has_command_stream(file.config));
  CHECK(!file.config.cmd_fd_given);
  CHECK_EQ(file.config.cmd_file, "f");
}

TEST(wrong_command_streams) {
  CHECK_EQ(refused({"prog", "-_condor_cmd_fd"}),
           "Error in command line syntax");
  CHECK_EQ(refused({"prog", "-_condor_cmd_file"}),
           "Error in command line syntax");
  for (const char *bad : {"", "x", "-1", "3x", "99999999999"})
    CHECK_EQ(refused({"prog", "-_condor_cmd_fd", bad}),
             "Can't parse cmd stream fd (" + std::string(bad) + ")");
  CHECK_EQ(refused({"prog", "-_condor_cmd_file", ""}),
           "-_condor_cmd_file: the file name is empty; give the file's name");
  std::string both = "-_condor_cmd_fd 3 and -_condor_cmd_file f exclude each "
                     "other; give one of them";
  CHECK_EQ(refused({"prog", "-_condor_cmd_fd", "3", "-_condor_cmd_file", "f"}),
           both);
  CHECK_EQ(refused({"prog", "-_condor_cmd_file", "f", "-_condor_cmd_fd", "3"}),
           both);
}

TEST(aggravate_bugs_is_understood) {
  Parsed p({"prog", "-_condor_aggravate_bugs"});
  CHECK(p.good && p.config.aggravate_bugs);
  CHECK(!Parsed({"prog", "-_condor_nowarn"}).config.aggravate_bugs);
}

TEST(the_first_error_counts_and_words_behind_it_do_not) {
  CHECK_EQ(refused({"prog", "-_condor_a", "-_condor_b"}),
           "I don't understand argument a");
}

TEST(a_huge_word_leaves_room_for_the_advice) {
  std::string huge = "-_ckpt_" + std::string(100000, 'x');
  std::string why = refused({"prog", huge.c_str()});
  CHECK(why.ends_with("; -_ckpt_help lists all flags"));
}
