// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How PATH and the compiler variables of a build are changed.
#include "driver/masquerade.h"
#include "driver/our_options.h"
#include "test/unit/check.h"

using namespace ckpt::driver;

static std::string led(const char *value) {
  return led_value(value, "/opt/us").value_or("as it is");
}

TEST(our_directory_stands_in_front_once) {
  CHECK_EQ(with_in_front("/a:/b", "/w"), "/w:/a:/b");
  CHECK_EQ(with_in_front("/a:/w:/b:/w", "/w"), "/w:/a:/b");
  CHECK_EQ(with_in_front("", "/w"), "/w:"); // "" is the working directory
  CHECK_EQ(with_in_front("/a::/b", "/w"), "/w:/a::/b");
}

TEST(directories_that_lead_to_us_go_last) {
  CHECK_EQ(with_behind("/w:/a:/b", {"/w"}), "/a:/b:/w");
  CHECK_EQ(with_behind("/w:/a:/v::/w", {"/w", "/v"}), "/a::/w:/v");
  CHECK_EQ(with_behind("/w", {"/w"}), "/w");
  CHECK_EQ(with_behind("/a:/b", {}), "/a:/b");
}

TEST(compilers_with_a_path_are_led_through_us) {
  CHECK_EQ(led("/usr/bin/gcc"), "/opt/us /usr/bin/gcc");
  CHECK_EQ(led("  ./g++-12  -std=gnu++20 "), "/opt/us ./g++-12  -std=gnu++20 ");
  CHECK_EQ(led("/usr/bin/ld.gold"), "/opt/us /usr/bin/ld.gold");
  CHECK_EQ(led("ccache gcc -O2"), "/opt/us ccache gcc -O2");
  CHECK_EQ(led("/usr/bin/distcc\t/opt/clang"),
           "/opt/us /usr/bin/distcc\t/opt/clang");
}

TEST(other_values_stay) {
  for (const char *value :
       {"", " ", "gcc", "gcc -O2", "clang-14", "/usr/bin/make", "env gcc",
        "/usr/bin/aarch64-linux-gnu-gcc", "ccache", "ccache make", "/",
        "/opt/us gcc", "ccache aarch64-linux-gnu-gcc"})
    CHECK_EQ(led(value), "as it is");
}

TEST(only_compilers_for_this_machine_get_a_link) {
  for (const char *name : {"cc", "gcc-12", "x86_64-linux-gnu-g++-12", "ld",
                           "ld.lld", "gfortran", "clang++-14"})
    CHECK(is_led_through(name));
  for (const char *name : {"", ".", "..", "make", "aarch64-linux-gnu-gcc",
                           "i686-linux-gnu-ld", "afl-gcc", "ckpt_compile"})
    CHECK(!is_led_through(name));
}

TEST(options_survive_the_variable) {
  OurOptions options;
  CHECK_EQ(variable_of_options(options), "");
  options.verbose = options.allow_no_link = true;
  options.request.make_static = true;
  for (const char *flags :
       {"-_condor_ckpt x", "a'b\"c\\d $e\t`f`", "", "\\", "*?[~#"}) {
    options.request.default_flags = flags;
    std::variant<OurOptions, Failure> read =
        options_of_variable(variable_of_options(options));
    if (!CHECK(std::holds_alternative<OurOptions>(read)))
      continue;
    const OurOptions &same = std::get<OurOptions>(read);
    CHECK(same.verbose && same.allow_no_link && same.request.make_static);
    CHECK_EQ(same.request.default_flags, flags);
  }
}

TEST(the_variable_takes_no_command) {
  for (const char *value : {"gcc", "--ckpt-static gcc", "--help", "--version",
                            "--ckpt-dry-run", "--nonsense", "-condor_lib"})
    CHECK(std::holds_alternative<Failure>(options_of_variable(value)));
  CHECK(std::holds_alternative<OurOptions>(options_of_variable("")));
  CHECK(std::holds_alternative<OurOptions>(options_of_variable("  ")));
}
