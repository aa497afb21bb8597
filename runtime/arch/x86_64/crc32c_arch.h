// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The SSE4.2 crc32 instruction.  It works on general registers, so that it is
// allowed where the interrupted program's vectors must not be touched; the
// compiler's own intrinsic is not available there.
// Source: Intel SDM volume 2, CRC32 and CPUID leaf 1.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::arch {

inline constexpr u32 kCpuidSse42 = 1 << 20; // leaf 1, ecx

inline bool cpu_has_crc32c() {
  u32 eax = 1, ebx, ecx = 0, edx;
  asm("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
  return ecx & kCpuidSse42;
}

// No pre- or post-inversion: the polynomial division alone.
inline u64 crc32c_u64(u64 crc, u64 data) {
  asm("crc32q %1, %0" : "+r"(crc) : "r"(data));
  return crc;
}

inline u32 crc32c_u8(u32 crc, u8 data) {
  asm("crc32b %1, %0" : "+r"(crc) : "r"(data));
  return crc;
}

} // namespace ckpt::arch
