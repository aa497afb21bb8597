// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Phase: normal, signal.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::syscall {

// Whether descriptors of one thread alone are those of the process.
bool may_unshare_descriptors();

inline constexpr char kUnshareReason[] =
    "there is one table of virtual descriptors for all threads";

} // namespace ckpt::syscall
