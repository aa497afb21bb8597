// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/image/checksum.h"
#include "test/unit/check.h"
#include <vector>

using namespace ckpt;
using namespace ckpt::image;

static std::vector<u8> noise(size_t size) {
  std::vector<u8> out(size);
  u32 state = 12345;
  for (u8 &b : out)
    b = static_cast<u8>((state = state * 1664525 + 1013904223) >> 24);
  return out;
}

// RFC 3720, appendix B.4.
TEST(published_values) {
  u8 bytes[32] = {};
  CHECK_EQ(crc32c(0, bytes, 32), 0x8a9136aau);
  for (u8 &b : bytes)
    b = 0xff;
  CHECK_EQ(crc32c(0, bytes, 32), 0x62a8ab43u);
  for (u8 i = 0; i < 32; ++i)
    bytes[i] = i;
  CHECK_EQ(crc32c(0, bytes, 32), 0x46dd794eu);
  CHECK_EQ(crc32c(0, "123456789", 9), 0xe3069283u);
  CHECK_EQ(crc32c(0, nullptr, 0), 0u);
}

TEST(every_way_of_computing_it_agrees) {
  std::vector<u8> data = noise(20000);
  for (size_t size = 0; size < 14000; size += 37) {
    const u8 *p = data.data() + size % 9;
    size_t cut = size * 2 / 5;
    u32 whole = crc32c(0, p, size);
    CHECK_EQ(whole, crc32c_portable(0, p, size));
    CHECK_EQ(whole, crc32c(crc32c(0, p, cut), p + cut, size - cut));
    CHECK_EQ(whole, crc32c_portable(crc32c(0, p, cut), p + cut, size - cut));
  }
}

TEST(a_run_knows_its_place) {
  std::vector<u8> page = noise(2 * kPageSize);
  Run run{0x1000, 0x5000, 2, 0};
  u32 crc = run_crc(run, page.data());
  CHECK_EQ(crc, crc32c(run_crc_begin(0x1000, 0x5000, 2), page.data(),
                       2 * kPageSize));
  Run elsewhere = run;
  elsewhere.address = 0x2000;
  CHECK(run_crc(elsewhere, page.data()) != crc);
  elsewhere = run;
  elsewhere.file_offset = 0x6000;
  CHECK(run_crc(elsewhere, page.data()) != crc);
}
