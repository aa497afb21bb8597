// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which descriptors the program has been told of when it opened them: READWRITE is
// said once a descriptor.
// Phase: signal.  Needs: no other thread runs.
#pragma once
#include "runtime/ckpt/arena.h"

namespace ckpt {

// Real descriptors, sorted.
Span<i32> told_read_write(Arena &arena);

} // namespace ckpt
