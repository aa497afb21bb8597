// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The harness itself: what CHECK_EQ compares and how it shows values.
// test/unit/Inputs/failing.cpp shows that a failure is seen.
#include "test/unit/check.h"
#include <string>

using namespace ckpt;

namespace {
enum class Colour : u8 { kRed = 3 };
struct Opaque {
  char bytes[24];
};
} // namespace

TEST(equality_is_by_value) {
  char text[] = "abc";
  CHECK_EQ(text, "abc");
  CHECK_EQ(std::string("abc"), "abc");
  CHECK_EQ(StringView("abc"), "abc");
  CHECK_EQ(1, 1u);
  CHECK_EQ(u64(7), 7);
  CHECK(!check::equal(-1, ~0u));
  CHECK(!check::equal("abc", "abd"));
}

TEST(values_are_shown) {
  CHECK_EQ(check::show(true), "true");
  CHECK_EQ(check::show(255u), "255 (0xff)");
  CHECK_EQ(check::show(u8(7)), "7 (0x7)");
  CHECK_EQ(check::show(StringView("ab", 1)), "\"a\"");
  CHECK_EQ(check::show("x"), "\"x\"");
  CHECK_EQ(check::show(Colour::kRed), "enum 3");
  CHECK_EQ(check::show(Opaque()), "(24 bytes)");
}
