// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/arch/x86_64/xstate_note.h"

namespace ckpt::arch {

namespace {

// Intel SDM volume 1, 13.4 and 13.5: fxsave area, header, then components.
constexpr u32 kXstateLeaf = 0xd;
constexpr size_t kEnabledAt = 464, kHeaderAt = 512, kLegacySize = 576;
constexpr u64 kLegacyComponents = 3; // x87, SSE

struct Component {
  u32 bit;
  u32 place; // on Intel's processors
  u32 size;
};
constexpr Component kKnown[] = {
    {2, 576, 256},   // upper halves of ymm
    {3, 960, 64},    // bounds
    {4, 1024, 64},   // bounds configuration
    {5, 1088, 64},   // AVX-512 masks
    {6, 1152, 512},  // upper halves of zmm0-15
    {7, 1664, 1024}, // zmm16-31
    {9, 2688, 8},    // protection keys
};

void copy(u8 *to, const u8 *from, size_t size) {
  for (size_t i = 0; i < size; ++i)
    to[i] = from[i];
}

void put(u8 *to, u64 word) {
  copy(to, reinterpret_cast<const u8 *>(&word), sizeof word);
}

// Where this processor keeps the component; 0: not known.
u32 place_here(Span<const image::CpuLeaf> cpu, const Component &component) {
  for (const image::CpuLeaf &leaf : cpu)
    if (leaf.leaf == kXstateLeaf && leaf.subleaf == component.bit &&
        leaf.eax == component.size)
      return leaf.ebx;
  return 0;
}

} // namespace

size_t xstate_note(Bytes area, u64 enabled, Span<const image::CpuLeaf> cpu,
                   u8 (&note)[kLargestXstateNote]) {
  if (area.size < kLegacySize)
    return 0;
  for (u8 &byte : note)
    byte = 0;
  copy(note, area.data, kEnabledAt);
  u64 in_use = 0;
  copy(reinterpret_cast<u8 *>(&in_use), area.data + kHeaderAt, sizeof in_use);
  u64 kept = enabled & kLegacyComponents;
  size_t size = kLegacySize;
  for (const Component &component : kKnown) {
    u32 from = place_here(cpu, component);
    if (!(enabled >> component.bit & 1) || from < kLegacySize ||
        from > area.size || component.size > area.size - from)
      continue;
    copy(note + component.place, area.data + from, component.size);
    kept |= u64{1} << component.bit;
    size = component.place + component.size;
  }
  put(note + kEnabledAt, kept);
  put(note + kHeaderAt, in_use & kept);
  return size;
}

} // namespace ckpt::arch
