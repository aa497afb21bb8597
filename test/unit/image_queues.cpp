// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Records of what waits in sockets.
#include "runtime/image/decode.h"
#include "test/Inputs/sample_image.h"
#include "test/unit/check.h"
#include "test/unit/refuses.h"

using namespace ckpt::image;
using ckpt::test::refuses;
using S = ckpt::test::SampleImage;

TEST(connections_that_wait) {
  refuses([](S &s) { s.waiting[0].listener = 10; },
          "does not exist");
  refuses([](S &s) { s.waiting[1].client = ~0u; },
          "content 8 holds");
  refuses([](S &s) { s.waiting[1].client = 9; },
          "content 8 holds");
  refuses([](S &s) { s.waiting[0].listener = 8; },
          "waits where it cannot");
  refuses([](S &s) { s.waiting[0].listener = 0; },
          "waits where it cannot");
  refuses([](S &s) { s.waiting.push_back({7, 9}); },
          "waits where it cannot");
  refuses([](S &s) { s.waiting.push_back({7, 1}); },
          "waits where it cannot");
  refuses([](S &s) { s.waiting.push_back({7, 10}); },
          "does not exist");
  refuses([](S &s) { s.waiting.clear(); },
          "content 8 holds");
  refuses([](S &s) { s.contents[7].flags = 0; },
          "content 7 holds");
  refuses([](S &s) { s.contents[7].value[0] = 2; },
          "waits where it cannot");
  refuses([](S &s) { s.contents[7].value[1] = 5; },
          "waits where it cannot");
  refuses([](S &s) { s.contents[8].value[1] = 2; },
          "content 8 holds");
  refuses([](S &s) { s.contents[8].value[3] = 0; },
          "content 8 holds");
  refuses([](S &s) { s.contents[8].value[3] = 1; },
          "content 8 holds");
  refuses([](S &s) { s.contents[8].value[3] = 3; },
          "content 8 holds");
  refuses([](S &s) { s.contents[8].flags |= kPeerGone; },
          "content 8 holds");
  refuses([](S &s) { s.contents[8].flags |= kHasName; },
          "content 8 holds");
  refuses([](S &s) { s.contents[8].flags = 0; },
          "content 8 holds");
}
