// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/arch/x86_64/xstate_note.h"
#include "test/unit/check.h"
#include <cstring>
#include <vector>

using namespace ckpt;
using namespace ckpt::arch;

namespace {

struct Place {
  u32 bit, size, at;
};
// Linux on an AMD EPYC with AVX-512 and protection keys.
const std::vector<Place> kAmd = {{2, 256, 576},  {5, 64, 832},
                                 {6, 512, 896},  {7, 1024, 1408},
                                 {9, 8, 2432},   {18, 8192, 2816}};

std::vector<image::CpuLeaf> leaves(const std::vector<Place> &places) {
  std::vector<image::CpuLeaf> out = {{1, 0, 0, 0, 0, 0}};
  for (const Place &p : places)
    out.push_back({0xd, p.bit, p.size, p.at, 0, 0});
  return out;
}

// Each component is filled with its number.
std::vector<u8> area(const std::vector<Place> &places, size_t size,
                     u64 in_use) {
  std::vector<u8> out(size);
  std::memset(out.data(), 1, 464);
  std::memcpy(&out[512], &in_use, sizeof in_use);
  for (const Place &p : places)
    if (p.at + p.size <= size)
      std::memset(&out[p.at], static_cast<int>(p.bit), p.size);
  return out;
}

u64 word(const u8 *at) {
  u64 out;
  std::memcpy(&out, at, sizeof out);
  return out;
}

size_t convert(const std::vector<u8> &from, u64 enabled,
               const std::vector<image::CpuLeaf> &cpu,
               u8 (&note)[kLargestXstateNote]) {
  return xstate_note({from.data(), from.size()}, enabled,
                     {cpu.data(), cpu.size()}, note);
}

} // namespace

TEST(components_move_to_where_debuggers_look) {
  u8 note[kLargestXstateNote];
  std::vector<u8> from = area(kAmd, 2440, 0x2a7);
  CHECK_EQ(convert(from, 0x2e7, leaves(kAmd), note), 2696u);
  CHECK_EQ(word(note + 464), 0x2e7u);
  CHECK_EQ(word(note + 512), 0x2a7u);
  CHECK_EQ(word(note + 520), 0u);
  CHECK_EQ(note[0] + note[463], 2);
  for (const Place &p : std::vector<Place>{{2, 256, 576},   {5, 64, 1088},
                                           {6, 512, 1152},  {7, 1024, 1664},
                                           {9, 8, 2688}})
    for (u32 i = 0; i < p.size; ++i)
      REQUIRE_EQ(note[p.at + i], p.bit);
  CHECK_EQ(note[832] + note[1087], 0);
}

TEST(the_size_follows_from_what_is_enabled) {
  u8 note[kLargestXstateNote];
  std::vector<u8> from = area(kAmd, 2440, 0x3);
  CHECK_EQ(convert(from, 0x3, leaves(kAmd), note), 576u);
  CHECK_EQ(convert(from, 0x7, leaves(kAmd), note), 832u);
  CHECK_EQ(convert(from, 0xe7, leaves(kAmd), note), 2688u);
}

TEST(components_unknown_to_debuggers_are_left_out) {
  u8 note[kLargestXstateNote];
  std::vector<u8> from = area(kAmd, 2816 + 8192, 0x402e7);
  CHECK_EQ(convert(from, 0x402e7, leaves(kAmd), note), 2696u);
  CHECK_EQ(word(note + 464), 0x2e7u);
  CHECK_EQ(word(note + 512), 0x2e7u);
}

TEST(what_lies_outside_of_the_area_is_left_out) {
  u8 note[kLargestXstateNote];
  std::vector<u8> from = area(kAmd, 900, 0xe7);
  CHECK_EQ(convert(from, 0xe7, leaves(kAmd), note), 1152u);
  CHECK_EQ(word(note + 464), 0x27u);
  CHECK_EQ(convert(area(kAmd, 575, 3), 3, leaves(kAmd), note), 0u);
  // A size that is not the component's, a place in the header.
  CHECK_EQ(convert(from, 0x7, leaves({{2, 255, 576}}), note), 576u);
  CHECK_EQ(convert(from, 0x7, leaves({{2, 256, 512}}), note), 576u);
}
