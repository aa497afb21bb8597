// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What contents are, connections that wait to be accepted, and descriptors that are
// on their way, as they lie in the image (runtime/abi/image.h).
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

// A descriptor that is on its way (SCM_RIGHTS) in a local socket, beside the bytes
// of one of its messages.  Sorted by content and message; those of one message in
// the order in which they are received.
struct Flight {
  u32 content; // index, of the socket that will receive it
  u32 message; // which of its FrameKind::kMessage, from 0
  i32 number;  // a Descriptor: the program's, or one with kInFlight
};
static_assert(sizeof(Flight) == 12);
inline constexpr u32 kMostInMessage = 253; // SCM_MAX_FD
inline constexpr u32 kMostFlights = 4096;

} // namespace ckpt::image
