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
  refuses([](S &s) { s.waiting[0].listener = 13; },
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
  refuses([](S &s) { s.waiting.push_back({7, 13}); },
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

TEST(descriptors_on_their_way) {
  refuses([](S &s) { s.flights[0].content = 13; }, "receives none");
  refuses([](S &s) { s.flights[0].content = 0; }, "receives none");
  refuses([](S &s) { s.flights[0].content = 7; }, "receives none");
  refuses([](S &s) { s.flights[0].content = 8; }, "receives none");
  refuses([](S &s) { s.contents[10].value[0] = s.contents[11].value[0] = 2; },
          "receives none");
  refuses([](S &s) { s.flights[2].message = ~0u; }, "receives none");
  refuses([](S &s) { s.flights[1].number = 22; }, "does not exist");
  refuses([](S &s) { s.flights[1].number = -1; }, "does not exist");
  refuses([](S &s) { s.flights[0].message = 1; }, "out of order");
  refuses([](S &s) { s.flights[0].content = 11; }, "out of order");
  refuses([](S &s) { s.flights.insert(s.flights.end(), 253, {10, 1, 6}); },
          "more descriptors than one can");
  refuses([](S &s) { s.flights.resize(kMostFlights + 1, {11, 1, 6}); },
          "more descriptors are on their way");
}

TEST(those_of_one_message) {
  S sample;
  ckpt::Span<const Flight> all = {sample.flights.data(), sample.flights.size()};
  CHECK_EQ(flights_of(all, 10).size, size_t{3});
  CHECK_EQ(flights_of(all, 9).size, size_t{0});
  CHECK_EQ(flights_of(all, 11).size, size_t{0});
  CHECK_EQ(flights_of(all, 10, 0).size, size_t{2});
  CHECK_EQ(flights_of(all, 10, 1)[0].number, 6);
  CHECK_EQ(flights_of(all, 10, 2).size, size_t{0});
}
