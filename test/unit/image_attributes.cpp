// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The rules of limits and settings in an image.
#include "runtime/image/decode.h"
#include "test/Inputs/sample_image.h"
#include "test/unit/check.h"
#include "test/unit/refuses.h"
#include <cstring>

using namespace ckpt;
using namespace ckpt::image;
using S = ckpt::test::SampleImage;
using ckpt::test::refuses;

TEST(limit_rules) {
  refuses([](S &s) { s.limits.pop_back(); }, "15 resource limits");
  refuses([](S &s) { s.limits.push_back({}); }, "17 resource limits");
  refuses([](S &s) { s.limits[3].soft = 201; }, "above its hard limit");
  refuses([](S &s) { s.limits[3].own = 2; }, "unknown flags");
}

TEST(setting_rules) {
  refuses([](S &s) { s.attributes.own |= own_bit(Own::kCount); },
          "unknown flags");
  refuses([](S &s) { s.attributes.own |= 1u << 31; }, "unknown flags");
  refuses([](S &s) { s.attributes.nice = 20; }, "impossible values");
  refuses([](S &s) { s.attributes.nice = -21; }, "impossible values");
  refuses([](S &s) { s.attributes.priority = 100; }, "impossible values");
  refuses([](S &s) { s.attributes.priority = -1; }, "impossible values");
  refuses([](S &s) { s.attributes.out_of_memory = 1001; }, "impossible values");
  refuses([](S &s) { s.attributes.future_locks = 8; }, "impossible values");
  refuses([](S &s) { s.attributes.barriers = 1 << 10; }, "impossible values");
  refuses([](S &s) { s.attributes.affinity[0] = 0; }, "no processor");
  refuses([](S &s) { s.attributes.terminal = 4; }, "no standard stream");
  refuses([](S &s) { s.attributes.terminal = ~0u; }, "no standard stream");
}

// A second thread, set to another nice value.
static void add_settings(S &s, i32 tid, u32 own) {
  s.threads.push_back(s.threads[0]);
  s.threads[1].tid = s.threads[0].tid + 1;
  ThreadSettings one = {tid, 0, s.attributes};
  one.attributes.own = own;
  s.thread_settings.push_back(one);
}

TEST(thread_settings) {
  S good;
  add_settings(good, good.threads[0].tid + 1, own_bit(Own::kNice));
  CHECK_EQ(test::refusal(good.bytes()), "");
  S controls;
  add_settings(controls, controls.threads[0].tid + 1, kOwnControls);
  CHECK_EQ(test::refusal(controls.bytes()), "");
  refuses([](S &s) { add_settings(s, s.threads[0].tid + 2, 1); },
          "which does not exist");
  refuses([](S &s) { add_settings(s, s.threads[0].tid, 1); },
          "which does not exist");
  refuses(
      [](S &s) {
        add_settings(s, s.threads[0].tid + 1, own_bit(Own::kDumpable));
      },
      "are impossible");
  refuses(
      [](S &s) {
        s.attributes.affinity[0] = 0;
        s.attributes.own = 0;
        add_settings(s, s.threads[0].tid + 1, own_bit(Own::kAffinity));
      },
      "are impossible");
}
