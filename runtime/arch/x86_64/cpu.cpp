// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/arch/x86_64/cpu.h"

namespace ckpt::arch {

namespace {

constexpr u32 kOsXsave = 1u << 27; // leaf 1, ecx
constexpr u32 kXstateLeaf = 0xd;
constexpr u32 kXstateComponents = 63;

image::CpuLeaf cpuid(u32 leaf, u32 subleaf) {
  image::CpuLeaf r = {leaf, subleaf, 0, 0, 0, 0};
  asm volatile("cpuid"
               : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx), "=d"(r.edx)
               : "a"(leaf), "c"(subleaf));
  return r;
}

image::CpuLeaf xcr0() {
  image::CpuLeaf r = {image::kCpuLeafXcr0, 0, 0, 0, 0, 0};
  asm volatile("xgetbv" : "=a"(r.eax), "=d"(r.edx) : "c"(0));
  return r;
}

} // namespace

size_t read_cpu(image::CpuLeaf *leaves) {
  size_t n = 0;
  leaves[n++] = cpuid(0, 0);
  u32 highest = leaves[0].eax;
  leaves[n++] = cpuid(1, 0);
  bool xsave = leaves[1].ecx & kOsXsave;
  if (highest >= 7) {
    leaves[n++] = cpuid(7, 0);
    if (leaves[n - 1].eax >= 1)
      leaves[n++] = cpuid(7, 1);
  }
  if (cpuid(0x80000000, 0).eax >= 0x80000001)
    leaves[n++] = cpuid(0x80000001, 0);
  if (!xsave || highest < kXstateLeaf)
    return n;
  leaves[n++] = xcr0();
  u64 enabled = leaves[n - 1].eax | static_cast<u64>(leaves[n - 1].edx) << 32;
  leaves[n++] = cpuid(kXstateLeaf, 1);
  for (u32 i = 2; i < kXstateComponents; ++i)
    if (enabled >> i & 1)
      leaves[n++] = cpuid(kXstateLeaf, i);
  return n;
}

} // namespace ckpt::arch
