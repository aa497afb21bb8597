// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a system call returned: a value, or an errno.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

class [[nodiscard]] SysResult {
public:
  constexpr explicit SysResult(i64 raw) : raw_(raw) {}
  constexpr bool ok() const { return raw_ >= 0 || raw_ < -4095; }
  constexpr int error() const { return ok() ? 0 : static_cast<int>(-raw_); }
  constexpr i64 value() const { return raw_; }
  constexpr int fd() const { return static_cast<int>(raw_); }
  constexpr u64 address() const { return static_cast<u64>(raw_); }
  // For a call whose failure needs no answer; say why at the call.
  constexpr void ignore() const {}

private:
  i64 raw_;
};

} // namespace ckpt
