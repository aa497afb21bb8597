// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which settings and limits are the program's own, over several lives.
#include "runtime/ckpt/own_marks.h"
#include "test/unit/check.h"

using namespace ckpt;
using image::Attributes;
using image::Limit;
using image::Own;

TEST(what_the_program_set) {
  Attributes start{}, before{}, now{};
  start.nice = 3;
  start.affinity[0] = 0xf;
  now = start;
  mark_own(start, before, now);
  CHECK_EQ(now.own, 0u);
  now.nice = 5;
  mark_own(start, before, now);
  CHECK_EQ(now.own, own_bit(Own::kNice));
  // In the next life others are in force at the start; its own one holds.
  before = now;
  start.nice = 9;
  start.affinity[0] = 1;
  now.affinity[0] = 1;
  mark_own(start, before, now);
  CHECK_EQ(now.own, own_bit(Own::kNice));
  now.affinity[127] = 2;
  now.priority = 1;
  mark_own(start, before, now);
  CHECK_EQ(now.own, own_bit(Own::kNice) | own_bit(Own::kAffinity) |
                        own_bit(Own::kScheduling));
}

TEST(what_cannot_be_read_is_no_change) {
  Attributes start{}, before{}, now{};
  start.timer_slack = 5, start.personality = 6;
  before.timer_slack = 7, before.personality = 8;
  before.own = own_bit(Own::kTimerSlack);
  now.timer_slack = now.personality = 9;
  keep_settings(start, before, image::kOwnControls, now);
  CHECK(now.timer_slack == 7 && now.personality == 6);
  mark_own(start, before, now);
  CHECK_EQ(now.own, before.own);
  now.nice = 9;
  keep_settings(start, before, image::kOwnControls, now);
  CHECK_EQ(now.nice, 9);
}

TEST(capabilities_of_later_lives) {
  Attributes start{}, before{}, now{};
  start.capabilities.permitted = now.capabilities.permitted = 7;
  start.capabilities.effective = 7;
  now.capabilities.effective = 3;
  mark_own(start, before, now);
  CHECK_EQ(now.own, own_bit(Own::kCapabilities));
  before = now;
  mark_own(start, before, now);
  CHECK_EQ(now.own, own_bit(Own::kCapabilities));
  before = {};
  start = now;
  mark_own(start, before, now);
  CHECK_EQ(now.own, 0u);
}

TEST(another_terminal) {
  Attributes start{}, before{}, now{};
  start.terminal = now.terminal = 1;
  now.terminal_modes[3] = 1;
  mark_own(start, before, now);
  CHECK_EQ(now.own, own_bit(Own::kTerminal));
  now.terminal = 2;
  mark_own(start, before, now);
  CHECK_EQ(now.own, 0u);
  now.terminal = start.terminal = 0;
  mark_own(start, before, now);
  CHECK_EQ(now.own, 0u);
}

TEST(limits) {
  Limit start[image::kLimitCount] = {}, before[image::kLimitCount] = {};
  Limit now[image::kLimitCount] = {};
  start[3] = now[3] = {8, 100, 0};
  now[7] = {0, 0, 0};
  start[7] = {4, 4, 0};
  mark_own(start, before, now);
  CHECK(now[7].own == 1 && now[3].own == 0);
  before[3] = {8, 100, 1};
  start[3] = {9, 9, 0};
  mark_own(start, before, now);
  CHECK_EQ(now[3].own, 1u);

  Limit here = own_limit_here({50, 80, 1}, {10, 60, 0});
  CHECK(here.soft == 50 && here.hard == 60);
  here = own_limit_here({50, 80, 1}, {10, 40, 0});
  CHECK(here.soft == 40 && here.hard == 40);
  here = own_limit_here({50, 80, 1}, {10, 1000, 0});
  CHECK(here.soft == 50 && here.hard == 80);
}

TEST(names) {
  CHECK(name_of_limit(7) == "open files (ulimit -n)");
  CHECK(name_of_limit(15) == "real-time CPU time (ulimit -R)");
  CHECK(name_of_setting(0) == "the nice value");
  CHECK(name_of_setting(static_cast<u32>(Own::kTerminal)) ==
        "the modes of the terminal");
  CHECK(name_of_setting(static_cast<u32>(Own::kCapabilities)) ==
        "the capabilities");
}
