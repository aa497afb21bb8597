// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What ckpt_inspect calls things.
#include "test/unit/check.h"
#include "tools/common/cli.h"
#include "tools/inspect/names.h"

using namespace ckpt;
using namespace ckpt::inspect;

TEST(signals) {
  CHECK_EQ(signal_name(1), "SIGHUP");
  CHECK_EQ(signal_name(31), "SIGSYS");
  CHECK_EQ(signal_name(32), "SIG32");
  CHECK_EQ(signal_name(34), "SIGRTMIN");
  CHECK_EQ(signal_name(64), "SIGRTMIN+30");
  CHECK_EQ(signal_set(0), "-");
  CHECK_EQ(signal_set(1 << 1 | 1 << 14), "SIGINT SIGTERM");
  CHECK_EQ(signal_set(~u64{0}), "all");
  CHECK_EQ(signal_set(~(u64{1} << 8 | u64{1} << 18)), "all");
  CHECK_EQ(signal_set(~(u64{1} << 8 | u64{1} << 18 | 1)), "all but SIGHUP");
}

TEST(flags) {
  CHECK_EQ(protection(0), "---");
  CHECK_EQ(protection(5), "r-x");
  CHECK_EQ(mapping_flags(0), "-");
  CHECK_EQ(mapping_flags(image::kGrowsDown | image::kVdso), "growsdown vdso");
  CHECK_EQ(action_flags(0), "0");
  CHECK_EQ(action_flags(0x10000004), "SA_SIGINFO|SA_RESTART");
  CHECK_EQ(open_flags(0), "O_RDONLY");
  CHECK_EQ(open_flags(02 | 02000 | 04000), "O_RDWR|O_APPEND|O_NONBLOCK");
  CHECK_EQ(open_flags(04010000), "O_RDONLY|O_SYNC");
  CHECK_EQ(open_flags(010000), "O_RDONLY|O_DSYNC");
  CHECK_EQ(open_flags(1u << 31), "O_RDONLY|0x80000000");
}

TEST(every_flag_of_a_mapping_has_a_name) {
  for (u32 bit = 1; bit & image::kAllMappingFlags; bit <<= 1)
    CHECK(mapping_flags(bit).find("0x") == std::string::npos);
}

TEST(every_kind_of_descriptor_has_a_name) {
  for (u32 kind = 1; kind <= 4; ++kind)
    CHECK(descriptor_kind(image::FdKind{kind}) != "unknown");
}

TEST(numbers) {
  CHECK_EQ(cli::with_commas(0), "0");
  CHECK_EQ(cli::with_commas(999), "999");
  CHECK_EQ(cli::with_commas(1000), "1,000");
  CHECK_EQ(cli::with_commas(1234567), "1,234,567");
  CHECK_EQ(cli::counted(1, "page"), "1 page");
  CHECK_EQ(cli::counted(2000, "page"), "2,000 pages");
  CHECK_EQ(cli::readable_size(1023), "1023 bytes");
  CHECK_EQ(cli::readable_size(1024), "1.0 KiB");
  CHECK_EQ(cli::readable_size(1024 * 1024 - 1), "1023.9 KiB");
  CHECK_EQ(cli::readable_size(u64{3} << 29), "1.5 GiB");
  CHECK_EQ(cli::readable_size(~u64{0}), "15.9 EiB");
}

TEST(words_for_a_shell) {
  CHECK_EQ(cli::shell_word("/a/b-c.ckpt"), "/a/b-c.ckpt");
  CHECK_EQ(cli::shell_word(""), "''");
  CHECK_EQ(cli::shell_word("a b"), "'a b'");
  CHECK_EQ(cli::shell_word("it's"), "'it'\\''s'");
  CHECK_EQ(cli::shell_word("a\nb"), "");
}

TEST(text_that_steers_no_terminal) {
  CHECK_EQ(cli::printable("a\x1b[2J\\\xc3"), "a\\x1b[2J\\\\\\xc3");
}
