// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The rules of guard pages in an image.
#include "runtime/image/decode.h"
#include "test/Inputs/sample_image.h"
#include "test/unit/check.h"
#include "test/unit/refuses.h"
#include <algorithm>

using namespace ckpt;
using namespace ckpt::image;
using S = ckpt::test::SampleImage;
using ckpt::test::refuses;

TEST(guard_rules) {
  S good;
  CHECK_EQ(good.guards.size(), 2u);
  CHECK_EQ(test::refusal(good.bytes()), "");
  good.guards.push_back({good.guards[1].end, good.guards[1].end + kPageSize});
  CHECK_EQ(test::refusal(good.bytes()), ""); // side by side
  const char *kPlace = "are out of place";
  refuses([](S &s) { s.guards[0].start += 8; }, kPlace);
  refuses([](S &s) { s.guards[0].end = s.guards[0].start; }, kPlace);
  refuses([](S &s) { s.guards[0].end += 0x10000; }, kPlace);
  refuses([](S &s) { s.guards[0] = {0x500000, 0x501000}; }, kPlace);
  refuses([](S &s) { s.guards[0] = {~u64{0xfff}, 0}; }, kPlace);
  refuses([](S &s) { std::swap(s.guards[0], s.guards[1]); }, kPlace);
  refuses([](S &s) { s.guards[1] = s.guards[0]; }, kPlace);
  refuses([](S &s) { s.guards[0] = {0x400000, 0x401000}; }, kPlace); // a file's
  refuses([](S &s) { s.guards[1].end += 0x3000; }, "have content");
  refuses([](S &s) { s.guards[1] = {s.guards[0].start + 0x7000,
                                    s.guards[0].start + 0x8000}; },
          "have content");
  refuses([](S &s) { s.guards.resize(65537, s.guards[0]); },
          "65537 ranges of guard pages");
}
