// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the program was started with keeps its numbers, as virtual ones, and gets
// other real ones.
// Phase: pre-libc.
#pragma once

namespace ckpt::syscall {

// In a program that is about to begin, when the table has what is open.
void move_inherited();

} // namespace ckpt::syscall
