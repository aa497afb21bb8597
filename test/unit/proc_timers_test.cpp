// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/proc/timers.h"
#include "test/unit/check.h"
#include "test/unit/proc_text.h"

using namespace ckpt;
using namespace ckpt::proc;

TEST(four_lines_make_a_timer) {
  PosixTimer timer;
  for (const char *line : {"ID: 4", "signal: 34/00007fff86e452a8",
                           "notify: signal/tid.2634"}) {
    CHECK(parse_timer_line(line, timer));
    CHECK(!timer.whole);
  }
  CHECK(parse_timer_line("ClockID: -187154", timer));
  CHECK(timer.whole);
  CHECK_EQ(timer.id, 4);
  CHECK_EQ(timer.signal, 34);
  CHECK_EQ(timer.value, 0x7fff86e452a8u);
  CHECK_EQ(timer.notify, 4);
  CHECK_EQ(timer.receiver, 2634);
  CHECK_EQ(timer.clock, -187154);
  CHECK(parse_timer_line("ID: 0", timer));
  CHECK(!timer.whole && timer.id == 0 && timer.signal == 0);
}

TEST(ways_to_notify) {
  PosixTimer timer;
  CHECK(parse_timer_line("notify: none/pid.7", timer));
  CHECK_EQ(timer.notify, 1);
  CHECK(parse_timer_line("notify: thread/pid.7", timer));
  CHECK_EQ(timer.notify, 2);
  CHECK(parse_timer_line("notify: signal/pid.0", timer));
  CHECK_EQ(timer.notify, 0);
  CHECK_EQ(timer.receiver, 0);
}

TEST(other_lines_are_ignored) {
  PosixTimer timer;
  CHECK(parse_timer_line("", timer));
  CHECK(parse_timer_line("Overrun: 5", timer));
  CHECK_EQ(timer.id, -1);
}

TEST(malformed_lines_change_nothing) {
  for (const char *line :
       {"ID:", "ID: -1", "ID: 2147483648", "ID: 1 2", "signal: 14",
        "signal: 14/", "signal: 14/xyz", "signal: /0", "notify: signal",
        "notify: signals/pid.1", "notify: signal/gid.1", "notify: signal/pid.",
        "ClockID: 1", "ClockID: one", "ClockID: 99999999999"}) {
    test::Exact exact(line);
    PosixTimer timer;
    CHECK(!parse_timer_line(exact.view(), timer));
    CHECK(timer.id == -1 && !timer.whole && !timer.signal && !timer.notify);
  }
}
