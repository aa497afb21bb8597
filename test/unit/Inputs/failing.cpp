// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Fails on purpose: test/harness/unit_harness.test expects it.
#include "test/unit/check.h"

static bool reached = false;

TEST(fails) {
  CHECK_EQ(2 + 2, 5);
  CHECK(true);
  REQUIRE(1 > 2);
  reached = true;
}
TEST(require_ended_the_test_before) { CHECK(!reached); }
TEST(checks_nothing) {}
