// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/proc/number.h"
#include "test/unit/check.h"
#include "test/unit/proc_text.h"

using namespace ckpt;
using namespace ckpt::proc;

TEST(numbers_are_taken_from_the_front) {
  StringView s("123abc");
  u64 n = 0;
  REQUIRE(take_dec(s, n));
  CHECK_EQ(n, 123u);
  CHECK_EQ(s, StringView("abc"));
  REQUIRE(take_hex(s, n));
  CHECK_EQ(n, 0xabcu);
  CHECK(s.empty());
  s = StringView("0178");
  REQUIRE(take_oct(s, n));
  CHECK_EQ(n, 017u);
  CHECK_EQ(s, StringView("8"));
}

TEST(no_digit_is_a_failure_that_changes_nothing) {
  for (const char *text : {"", " 1", "x", "-1", "+1", ":"}) {
    test::Exact exact(text);
    StringView s = exact.view();
    u64 n = 42;
    CHECK(!take_dec(s, n));
    CHECK(!take_hex(s, n));
    CHECK(!take_oct(s, n));
    CHECK_EQ(n, 42u);
    CHECK_EQ(s.size, exact.view().size);
  }
}

static bool dec(const char *text, u64 &n) {
  StringView s(text);
  return take_dec(s, n) && s.empty();
}
static bool hex(const char *text, u64 &n) {
  StringView s(text);
  return take_hex(s, n) && s.empty();
}
static bool oct(const char *text, u64 &n) {
  StringView s(text);
  return take_oct(s, n) && s.empty();
}

TEST(the_largest_number_passes_and_one_more_fails) {
  u64 n = 0;
  CHECK(dec("18446744073709551615", n));
  CHECK_EQ(n, UINT64_MAX);
  CHECK(hex("ffffffffffffffff", n));
  CHECK_EQ(n, UINT64_MAX);
  CHECK(oct("1777777777777777777777", n));
  CHECK_EQ(n, UINT64_MAX);
  CHECK(dec("00000000000000000000000000000000000007", n));
  CHECK_EQ(n, 7u);
  CHECK(!dec("18446744073709551616", n));
  CHECK(!dec("18446744073709551620", n));
  CHECK(!dec("99999999999999999999999999", n));
  CHECK(!hex("10000000000000000", n));
  CHECK(!hex("fffffffffffffffff", n));
  CHECK(!oct("2000000000000000000000", n));
  CHECK(!oct("7777777777777777777777", n));
  CHECK_EQ(n, 7u);
}

TEST(thirty_two_bits_have_their_own_limit) {
  u32 n = 5;
  StringView s("4294967295");
  CHECK(take_dec(s, n));
  CHECK_EQ(n, UINT32_MAX);
  s = StringView("4294967296");
  CHECK(!take_dec(s, n));
  CHECK_EQ(s.size, 10u);
  s = StringView("100000000");
  CHECK(!take_hex(s, n));
  s = StringView("37777777777");
  CHECK(take_oct(s, n));
  CHECK_EQ(n, UINT32_MAX);
  s = StringView("40000000000");
  CHECK(!take_oct(s, n));
}

TEST(signed_numbers_reach_both_ends) {
  i64 n = 1;
  StringView s("-9223372036854775808 ");
  REQUIRE(take_signed(s, n));
  CHECK_EQ(n, INT64_MIN);
  CHECK_EQ(s, StringView(" "));
  s = StringView("9223372036854775807");
  REQUIRE(take_signed(s, n));
  CHECK_EQ(n, INT64_MAX);
  for (const char *text :
       {"9223372036854775808", "-9223372036854775809", "-", "--1", "- 1", ""}) {
    s = StringView(text);
    CHECK(!take_signed(s, n));
    CHECK_EQ(s, StringView(text));
  }
  CHECK_EQ(n, INT64_MAX);
}

TEST(words_and_blanks) {
  StringView s(" \t one\ttwo ");
  CHECK(take_word(s).empty());
  skip_blanks(s);
  CHECK_EQ(take_word(s), StringView("one"));
  skip_blanks(s);
  CHECK_EQ(take_word(s), StringView("two"));
  CHECK(only_blanks(s));
  skip_blanks(s);
  CHECK(take_word(s).empty());
  CHECK(only_blanks(s));
  CHECK(!only_blanks(" x"));
  CHECK(!only_blanks("\n"));
}

TEST(one_character) {
  StringView s("ab");
  CHECK(!take_char(s, 'b'));
  CHECK(take_char(s, 'a'));
  CHECK(take_char(s, 'b'));
  CHECK(!take_char(s, 'b'));
}

TEST(a_field_is_split_at_the_first_colon) {
  StringView key;
  StringView value;
  REQUIRE(split_field("lock:\t1: POSIX", key, value));
  CHECK_EQ(key, StringView("lock"));
  CHECK_EQ(value, StringView("1: POSIX"));
  REQUIRE(split_field("Groups:\t ", key, value));
  CHECK_EQ(key, StringView("Groups"));
  CHECK(value.empty());
  CHECK(!split_field("no colon", key, value));
  CHECK_EQ(key, StringView("Groups"));
}
