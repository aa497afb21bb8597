// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Numbers as run flags take them: decimal digits and nothing else.  Pure.
// Phase: any.  Needs: nothing.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::start {

inline constexpr size_t kMostDigits = 9; // what surely fits in 32 bits

// False, and `out` as it was, for anything but one to nine digits.
[[nodiscard]] constexpr bool parse_number(StringView word, u32 &out) {
  u32 value = 0;
  for (char c : word.take(kMostDigits)) {
    if (c < '0' || c > '9')
      return false;
    value = value * 10 + static_cast<u32>(c - '0');
  }
  if (word.empty() || word.size > kMostDigits)
    return false;
  out = value;
  return true;
}

} // namespace ckpt::start
