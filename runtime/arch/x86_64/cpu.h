// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What this processor can do, as CPUID leaves.
// Source: Intel SDM volume 2A, CPUID and XGETBV; AMD APM volume 3, appendix E.
// Phase: any.
#pragma once
#include "runtime/abi/image.h"

namespace ckpt::arch {

inline constexpr size_t kMaxCpuLeaves = 80;

// Fills `leaves` (room for kMaxCpuLeaves) and returns how many.
size_t read_cpu(image::CpuLeaf *leaves);

} // namespace ckpt::arch
