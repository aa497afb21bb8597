// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a restart cannot bring back of one thread, or of the process.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

enum class Obstacle : u8 {
  kNone,
  kUser,
  kRoot,
  kFilter,
  kMemoryPolicy,
  kParentsDeath,
  kNoTimeStamps,
};

} // namespace ckpt
