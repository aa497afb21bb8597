// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is said of virtual descriptors.
#include "runtime/abi/urls.h"
#include "runtime/image/decode.h"
#include "test/Inputs/sample_image.h"
#include "test/unit/check.h"
#include "test/unit/refuses.h"

using namespace ckpt;
using namespace ckpt::image;
using S = ckpt::test::SampleImage;
using ckpt::test::refuses;

TEST(virtual_numbers) {
  S good;
  CHECK_EQ(test::refusal(good.bytes()), "");
  good.virtual_numbers[0].real = 99; // one that was about to be closed
  good.virtual_numbers[2].number = kMaxVirtual;
  CHECK_EQ(test::refusal(good.bytes()), "");
  const char *kOrder = "is there twice or out of order";
  refuses([](S &s) { s.virtual_numbers[0].number = -1; }, kOrder);
  refuses([](S &s) { s.virtual_numbers[1].number = 0; }, kOrder);
  refuses([](S &s) { s.virtual_numbers[2].number = 1; }, kOrder);
  refuses([](S &s) { s.virtual_numbers[2].number = kMaxVirtual + 1; }, kOrder);
  const char *kValues = "holds impossible values";
  refuses([](S &s) { s.virtual_numbers[0].real = -1; }, kValues);
  refuses([](S &s) { s.virtual_numbers[0].real = 0x7fffffff; }, kValues);
  refuses([](S &s) { s.virtual_numbers[1].flags = kAllVirtualFlags + 1; },
          kValues);
  refuses([](S &s) { s.virtual_numbers[1].methods = kAllUrlMethods + 1; },
          kValues);
  refuses([](S &s) { s.virtual_numbers[1].url_size = 1; }, kValues);
  refuses([](S &s) { s.virtual_numbers[1].given = -2; }, kValues);
  refuses([](S &s) { s.virtual_numbers[1].reserved = 1; }, kValues);
  const char *kBounds = "has a URL out of bounds";
  refuses([](S &s) { s.virtual_numbers[2].url_size = 16; }, kBounds);
  refuses([](S &s) { s.virtual_numbers[2].url = 1; }, kBounds);
  refuses([](S &s) { s.virtual_numbers[2].url = ~0u; }, kBounds);
  refuses([](S &s) { s.virtual_numbers[1].url = 16; }, kBounds);
}
