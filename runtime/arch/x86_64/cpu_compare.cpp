// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/arch/x86_64/cpu_compare.h"

namespace ckpt::arch {

namespace {

constexpr u32 kXstateLeaf = 0xd;

image::CpuLeaf find_leaf(Span<const image::CpuLeaf> all, u32 leaf, u32 sub) {
  for (const image::CpuLeaf &entry : all)
    if (entry.leaf == leaf && entry.subleaf == sub)
      return entry;
  return {leaf, sub, 0, 0, 0, 0};
}

u64 enabled_components(Span<const image::CpuLeaf> all) {
  image::CpuLeaf xcr0 = find_leaf(all, image::kCpuLeafXcr0, 0);
  return xcr0.eax | static_cast<u64>(xcr0.edx) << 32;
}

struct Feature {
  u32 leaf;
  u32 subleaf;
  u32 image::CpuLeaf::*reg;
  u32 bit;
  char name[24];
};

constexpr Feature kFeatures[] = {
#define CKPT_CPU_FEATURE(leaf, subleaf, reg, bit, name)                        \
  {leaf, subleaf, &image::CpuLeaf::reg, bit, name},
#include "runtime/arch/x86_64/cpu_features.def"
};

} // namespace

bool cpu_compatible(Span<const image::CpuLeaf> image,
                    Span<const image::CpuLeaf> here, Reason &why) {
  Text<1024> missing;
  for (const Feature &feature : kFeatures) {
    u32 there = find_leaf(image, feature.leaf, feature.subleaf).*feature.reg;
    u32 now = find_leaf(here, feature.leaf, feature.subleaf).*feature.reg;
    if ((there >> feature.bit & 1) && !(now >> feature.bit & 1))
      missing.add(" ", feature.name);
  }
  u64 there = enabled_components(image);
  u64 now = enabled_components(here);
  for (u32 i = 0; i < 63; ++i) {
    if (!(there >> i & 1))
      continue;
    image::CpuLeaf a = find_leaf(image, kXstateLeaf, i);
    image::CpuLeaf b = find_leaf(here, kXstateLeaf, i);
    bool same_place = i < 2 || (a.eax == b.eax && a.ebx == b.ebx);
    if (!(now >> i & 1) || !same_place)
      missing.add(" xsave-component-", i);
  }
  if (missing.empty())
    return true;
  why.set("this processor lacks what the image's had:", missing,
          "; restart on a machine like the first one, or take the risk with "
          "-_ckpt_cpu ignore");
  return false;
}

} // namespace ckpt::arch
