// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What main() still sees: flags and variables removed in place.
#include "runtime/start/flags.h"
#include "test/unit/argv.h"
#include "test/unit/check.h"
#include <cstring>

using namespace ckpt;
using test::Argv;

namespace {

// The words left, after checking the count and the freed slots.
std::string left(std::initializer_list<const char *> words) {
  Argv line(words);
  int argc = start::strip_argv(line.argc(), line.argv());
  int counted = 0;
  while (line.argv()[counted])
    ++counted;
  CHECK_EQ(argc, counted);
  CHECK(line.freed_from(argc));
  return line.joined();
}

} // namespace

TEST(nothing_to_remove) {
  CHECK_EQ(left({"prog"}), "prog");
  CHECK_EQ(left({"prog", "a", "", "-_condo", "-_ckp", "--_ckpt_help"}),
           "prog a  -_condo -_ckp --_ckpt_help");
}

TEST(no_words_at_all) {
  char *nothing[] = {nullptr};
  CHECK_EQ(start::strip_argv(0, nothing), 0);
  CHECK_EQ(start::strip_argv(0, nullptr), 0);
  CHECK_EQ(start::strip_argv(-3, nothing), 0);
}

TEST(one_flag_first_middle_last) {
  CHECK_EQ(left({"prog", "-_condor_nowarn", "a", "b"}), "prog a b");
  CHECK_EQ(left({"prog", "a", "-_condor_nowarn", "b"}), "prog a b");
  CHECK_EQ(left({"prog", "a", "b", "-_condor_nowarn"}), "prog a b");
}

TEST(operands_go_with_their_flag) {
  CHECK_EQ(left({"prog", "-_condor_ckpt", "f", "a", "b"}), "prog a b");
  CHECK_EQ(left({"prog", "a", "-_condor_restart", "f", "b"}), "prog a b");
  CHECK_EQ(left({"prog", "a", "b", "-_condor_warning", "ALL", "OFF"}),
           "prog a b");
  CHECK_EQ(left({"prog", "-_ckpt_cpu", "strict", "strict"}), "prog strict");
  CHECK_EQ(left({"prog", "-_condor_D_CKPT", "x"}), "prog x");
}

TEST(two_flags) {
  CHECK_EQ(left({"prog", "-_condor_nowarn", "-_condor_ckpt", "f", "a"}),
           "prog a");
  CHECK_EQ(left({"prog", "-_condor_ckpt", "f", "a", "-_condor_nowarn"}),
           "prog a");
  CHECK_EQ(left({"prog", "a", "-_condor_ckpt", "f", "-_ckpt_help", "b"}),
           "prog a b");
}

TEST(three_flags_in_every_place) {
  CHECK_EQ(left({"prog", "-_condor_nowarn", "a", "-_condor_ckpt", "f", "b",
                 "-_condor_relocatable"}),
           "prog a b");
  CHECK_EQ(left({"prog", "-_condor_nowarn", "-_condor_warning", "ALL", "ON",
                 "-_ckpt_file", "f", "a", "b"}),
           "prog a b");
  CHECK_EQ(left({"prog", "a", "b", "-_condor_nowarn", "-_condor_nowarn",
                 "-_condor_nowarn"}),
           "prog a b");
}

TEST(flags_only) {
  CHECK_EQ(left({"prog", "-_condor_nowarn", "-_condor_ckpt", "f"}), "prog");
}

TEST(a_missing_operand_at_the_end) {
  CHECK_EQ(left({"prog", "a", "-_condor_ckpt"}), "prog a");
  CHECK_EQ(left({"prog", "a", "-_condor_warning", "ALL"}), "prog a");
}

TEST(an_operand_that_looks_like_a_flag) {
  CHECK_EQ(left({"prog", "-_condor_ckpt", "-_condor_ckpt", "a"}), "prog a");
}

TEST(argv_0_stays) {
  CHECK_EQ(left({"-_condor_ckpt", "a"}), "-_condor_ckpt a");
}

TEST(unknown_flags_go_alone) {
  CHECK_EQ(left({"prog", "-_condor_bogus", "a", "-_ckpt_bogus", "b"}),
           "prog a b");
}

TEST(a_null_inside_argv_ends_it) {
  char prog[] = "prog", flag[] = "-_condor_nowarn", word[] = "a";
  char *argv[] = {prog, flag, nullptr, word, nullptr};
  CHECK_EQ(start::strip_argv(4, argv), 1);
  CHECK(!argv[1]);
  CHECK(argv[3] == word);
}

TEST(argc_bounds_what_is_read) {
  char prog[] = "prog", word[] = "a", flag[] = "-_condor_bogus";
  char *argv[] = {prog, word, flag, nullptr};
  CHECK_EQ(start::strip_argv(2, argv), 2);
  CHECK(argv[2] == flag);
  Config config;
  Reason why;
  CHECK(start::parse_argv(2, argv, config, why));
  CHECK(!config.flag_in_argv);
}

TEST(kept_words_are_the_same_pointers) {
  char prog[] = "prog", flag[] = "-_condor_nowarn", word[] = "a";
  char *argv[] = {prog, flag, word, nullptr};
  REQUIRE_EQ(start::strip_argv(3, argv), 2);
  CHECK(argv[0] == prog);
  CHECK(argv[1] == word);
}

TEST(the_sum_of_the_arguments_is_theirs_alone) {
  Argv plain{"job", "a", "bc"}, flagged{"other", "-_condor_ckpt", "f", "a",
                                        "-_ckpt_auto", "bc"};
  Argv moved{"job", "ab", "c"}, none{"job", "-_condor_nowarn"};
  start::ArgumentSum sum = start::sum_arguments(3, plain.argv());
  CHECK_EQ(sum.count, 2u);
  CHECK_EQ(sum.sum, start::sum_arguments(6, flagged.argv()).sum);
  CHECK(sum.sum != start::sum_arguments(3, moved.argv()).sum);
  CHECK_EQ(start::sum_arguments(2, none.argv()).count, 0u);
  CHECK_EQ(start::sum_arguments(0, nullptr).count, 0u);
}

TEST(environment_variables_are_removed) {
  Argv env{
      "CKPT_FLAGS=-_ckpt_help", "HOME=/",      "CKPT_FLAGSX=1", "CKPT_TOKEN=s",
      "CKPT_OTHER=2",           "CKPT_FLAGS=", "XCKPT_FLAGS=3", "CKPT_FLAGS"};
  CHECK_EQ(start::strip_environment(env.argv()), 3u);
  CHECK_EQ(env.joined(),
           "HOME=/ CKPT_FLAGSX=1 CKPT_OTHER=2 XCKPT_FLAGS=3 CKPT_FLAGS");
  CHECK(env.freed_from(5));
}

TEST(environment_without_ours) {
  Argv env{"A=1", "B=2"};
  CHECK_EQ(start::strip_environment(env.argv()), 0u);
  CHECK_EQ(env.joined(), "A=1 B=2");
  char *nothing[] = {nullptr};
  CHECK_EQ(start::strip_environment(nothing), 0u);
  CHECK_EQ(start::strip_environment(nullptr), 0u);
}

TEST(finding_a_variable) {
  Argv env{"CKPT_FLAGSX=no", "CKPT_FLAGS", "CKPT_FLAGS=first", "CKPT_FLAGS=2",
           "EMPTY="};
  CHECK_EQ(start::find_environment(env.argv(), "CKPT_FLAGS"),
           StringView("first"));
  StringView empty = start::find_environment(env.argv(), "EMPTY");
  CHECK(empty.data);
  CHECK_EQ(empty.size, 0u);
  CHECK(!start::find_environment(env.argv(), "EMPT").data);
  CHECK(!start::find_environment(nullptr, "EMPTY").data);
}
