// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Descriptors at the numbers that the program knows them by, for a program that
// has no virtual ones and inherits them.
// Phase: normal, signal.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::syscall {

// One descriptor that was put at its number.
struct Move {
  i32 number;
  i32 real;       // before; -1: that one is closed
  i32 other;      // who had that number as its real one, or -1
  i32 other_real; // where that one, or what only held the number, went; or -1
};

struct Moves {
  Move *list;
  size_t count;
};

// How long the list can become.
size_t count_moves();
// False: there was no room, and all is as it was.
bool put_at_numbers(Moves &moves, size_t room);
void take_back(Moves &moves);

} // namespace ckpt::syscall
