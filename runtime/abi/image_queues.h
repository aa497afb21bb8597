// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Connections that wait to be accepted, as they lie in the image
// (runtime/abi/image.h).
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::image {

// One connection, made by a socket of the program's own.  Sorted by listener;
// those of one in the order in which they will be accepted.
struct Waiting {
  u32 listener; // index of its Content
  u32 client;   // the same; its value[3] is 1 + the index of this record
};
static_assert(sizeof(Waiting) == 8);

} // namespace ckpt::image
