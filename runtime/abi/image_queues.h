// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What contents are, and connections that wait to be accepted, as they lie in the
// image (runtime/abi/image.h).
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::image {

enum ContentFlag : u32 {
  kSemaphore = 1 << 0,
  kListening = 1 << 0,
  kPeerGone = 1 << 1,
  kShutRead = 1 << 2,
  kShutWrite = 1 << 3,
  kNameGone = 1 << 4, // the file of its name was removed
  kHasName = 1 << 5,  // a connected local one that has a name
  kWaits = 1 << 6,    // its connection was not accepted: Waiting
};

// One connection, made by a socket of the program's own.  Sorted by listener;
// those of one in the order in which they will be accepted.
struct Waiting {
  u32 listener; // index of its Content
  u32 client;   // the same; its value[3] is 1 + the index of this record
};
static_assert(sizeof(Waiting) == 8);

} // namespace ckpt::image
