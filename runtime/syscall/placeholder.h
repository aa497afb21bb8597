// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The real 0, 1 and 2 are held by nothing where the program's own are others: an
// open of the runtime's, or one that the kernel gives the lowest free number, must
// not become somebody's standard stream.
// Phase: pre-libc, normal, signal.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::syscall {

inline constexpr i32 kStandard = 3; // 0, 1 and 2

// Something to hold them with; -1: there is no room.
i32 make_placeholder();
// Closes it, if it holds none of them itself.
void hold_free_ones(i32 placeholder);
// Both, in a restored process.
void hold_standard_numbers();

// No descriptor of the program's.
bool is_placeholder(i32 real);

} // namespace ckpt::syscall
