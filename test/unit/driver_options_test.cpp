// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The options in front of the command, and what the plan makes of them.
#include "driver/our_options.h"
#include "driver/output_file.h"
#include "test/unit/check.h"
#include "test/unit/driver_lines.h"

using namespace ckpt::driver;

static OurOptions parsed(const std::string &line) {
  Split words(line);
  std::variant<OurOptions, Failure> result = parse_our_options(words.args());
  if (!CHECK(std::holds_alternative<OurOptions>(result)))
    return {};
  return std::get<OurOptions>(result);
}

static Failure failed(llvm::ArrayRef<const char *> args) {
  std::variant<OurOptions, Failure> result = parse_our_options(args);
  if (!CHECK(std::holds_alternative<Failure>(result)))
    return {ExitCode::kUsage, ""};
  return std::get<Failure>(result);
}

TEST(options_end_at_the_command) {
  OurOptions options =
      parsed("--ckpt-verbose --ckpt-static gcc --ckpt-dry-run");
  CHECK(options.verbose);
  CHECK(options.request.make_static);
  CHECK(!options.dry_run);
  CHECK_EQ(options.command, 2);
  CHECK(parsed("--ckpt-dry-run gcc").dry_run);
  CHECK(parsed("--help --nonsense").help);
  CHECK(parsed("--version").version);
  CHECK_EQ(parsed("gcc --help").help, false);
}

TEST(options_of_the_original_are_ignored) {
  OurOptions options = parsed("-condor_lib /x -condor_standalone gcc a.c");
  CHECK_EQ(options.ignored.size(), 2);
  CHECK_EQ(options.command, 3);
}

TEST(mistakes_are_named) {
  CHECK_EQ(failed({"--ckpt-sttic", "gcc"}).text,
           "unknown option --ckpt-sttic, did you mean --ckpt-static?");
  CHECK(
      llvm::StringRef(failed({"-O2", "gcc"}).text).contains("unknown option"));
  CHECK(llvm::StringRef(failed({}).text).contains("no command"));
  CHECK(llvm::StringRef(failed({""}).text).contains("no command"));
  CHECK(llvm::StringRef(failed({"-condor_lib"}).text).contains("operand"));
  CHECK_EQ(failed({"--"}).code, ExitCode::kUsage);
  CHECK_EQ(failed({"-"}).code, ExitCode::kUsage);
}

TEST(default_flags_must_fit) {
  std::string fits = "--ckpt-default=" + std::string(max_default_flags(), 'x');
  std::string longer = fits + "x";
  CHECK_EQ(parsed(fits + " gcc").request.default_flags.size(),
           max_default_flags());
  CHECK_EQ(failed({longer.c_str(), "gcc"}).code, ExitCode::kUsage);
}

static Plan plan_of(const std::string &line) {
  Split given(line);
  Words words(given.args().drop_front());
  return make_plan(
      classify(parse_command_name(given.args().front()), words.expanded()),
      words, {"RT", "SHIMS", "STATIC"}, {});
}

TEST(plans_say_what_will_happen) {
  CHECK_EQ(plan_of("gcc -c a.c").action, Action::kExec);
  CHECK_EQ(plan_of("gcc -shared a.c").action, Action::kExec);
  CHECK_EQ(plan_of("gcc a.c").action, Action::kLink);
  CHECK_EQ(plan_of("gcc -m32 a.c").action, Action::kRefuse);
  CHECK_EQ(plan_of("gcc -nostdlib a.c").action, Action::kExec);
  CHECK(!plan_of("gcc -nostdlib a.c").warning.empty());
  CHECK(!plan_of("gcc a.c -Wl,--build-id=none").warning.empty());
  CHECK(plan_of("gcc a.c").warning.empty());
}

TEST(plans_are_printed_as_a_shell_reads_them) {
  CHECK_EQ(quoted({"gcc", "-DA=\"x y\"", "it's", ""}),
           "gcc '-DA=\"x y\"' 'it'\\''s' ''");
}
