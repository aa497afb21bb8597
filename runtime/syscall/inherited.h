// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the program was started with keeps its numbers, as virtual ones, and gets
// other real ones.  The real 0, 1 and 2 are then held by nothing: an open of the
// runtime's, or one that the kernel gives the lowest free number, must not become
// somebody's standard stream.
// Phase: pre-libc, normal, signal.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::syscall {

// In a program that is about to begin, when the table has what is open.
void move_inherited();
// In a restored one.
void hold_standard_numbers();

// What holds a real number in that way: no descriptor of the program's.
bool is_placeholder(i32 real);

} // namespace ckpt::syscall
