// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "driver/command_name.h"
#include "test/unit/check.h"

using namespace ckpt::driver;

static CommandKind kind(const char *name) {
  return parse_command_name(name).kind;
}

TEST(compilers_are_known_by_name) {
  CHECK_EQ(kind("cc"), CommandKind::kCc);
  CHECK_EQ(kind("c++"), CommandKind::kCc);
  CHECK_EQ(kind("c89"), CommandKind::kCc);
  CHECK_EQ(kind("c99-gcc"), CommandKind::kGcc);
  CHECK_EQ(kind("gcc"), CommandKind::kGcc);
  CHECK_EQ(kind("g++"), CommandKind::kGcc);
  CHECK_EQ(kind("clang"), CommandKind::kClang);
  CHECK_EQ(kind("clang++"), CommandKind::kClang);
  CHECK_EQ(kind("gfortran"), CommandKind::kFortran);
  CHECK_EQ(kind("ld"), CommandKind::kLinker);
  CHECK_EQ(kind("ld.lld"), CommandKind::kLinker);
}

TEST(versions_do_not_matter) {
  CHECK_EQ(kind("gcc-12"), CommandKind::kGcc);
  CHECK_EQ(kind("g++-4.9.1"), CommandKind::kGcc);
  CHECK_EQ(kind("clang++-14"), CommandKind::kClang);
  CHECK_EQ(kind("gfortran-12"), CommandKind::kFortran);
}

TEST(a_target_in_front_is_kept) {
  CommandName name = parse_command_name("aarch64-linux-gnu-g++-12");
  CHECK_EQ(name.kind, CommandKind::kGcc);
  CHECK_EQ(name.target.str(), "aarch64-linux-gnu");
  name = parse_command_name("x86_64-linux-gnu-cc");
  CHECK_EQ(name.kind, CommandKind::kCc);
  CHECK_EQ(name.target.str(), "x86_64-linux-gnu");
}

TEST(other_commands_are_no_compilers) {
  for (const char *name :
       {"", "make", "gcc-ar", "gcc-nm-12", "afl-gcc", "musl-gcc", "clang-cl",
        "clang-tidy-14", "cpp", "-gcc", "gcc-", "12", "-12", "icc"})
    CHECK_EQ(kind(name), CommandKind::kOther);
}

TEST(only_native_programs_are_supported) {
  CHECK(target_is_supported("x86_64-linux-gnu"));
  CHECK(target_is_supported("x86_64-pc-linux-gnu"));
  CHECK(target_is_supported("x86_64-unknown-linux-musl"));
  for (const char *triple :
       {"", "i686-linux-gnu", "x86_64-linux-gnux32", "aarch64-linux-gnu",
        "x86_64-w64-mingw32", "x86_64-apple-darwin20", "x86_64-linux-android"})
    CHECK(!target_is_supported(triple));
}
