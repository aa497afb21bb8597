// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The numbers that a process had in its earlier lives.
#include "runtime/ckpt/pids.h"
#include "test/unit/check.h"

using namespace ckpt;

TEST(none_yet) {
  FormerPids former{};
  CHECK(!was_pid(former, 1) && !was_pid(former, 0) && !was_pid(former, -1));
}

TEST(the_first_and_the_last_lives) {
  FormerPids former{};
  for (i32 life = 0; life < 1000; ++life)
    note_pid(former, 100 + life);
  CHECK(was_pid(former, 100) && was_pid(former, 1099));
  CHECK(was_pid(former, 1099 - 62));
  CHECK(!was_pid(former, 1099 - 63) && !was_pid(former, 1100));
  CHECK(!was_pid(former, 0) && !was_pid(former, -100));
}
