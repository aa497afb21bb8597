// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What pipes, sockets and terminals hold, as it lies in the image
// (runtime/abi/image.h).
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::image {

// The bytes of pipes and sockets are frames: what one read or recvmsg gives,
// an option, an address.  Each starts at a multiple of 8.
struct Frame {
  u32 kind; // FrameKind
  u32 size; // of the bytes that follow
};
enum class FrameKind : u32 {
  kMessage = 1, // queued; of a stream, all of it may be one
  kPacket = 2,  // of a pipe in packet mode
  kAddress = 3, // struct sockaddr it is bound to
  kOption = 4,  // u32 level, u32 name, value as setsockopt(2) takes it
  kModes = 5,   // struct termios2
  kLine = 6,    // what a terminal's slave has not read, as it would read it
  kBegun = 7,   // a line that is not ended
  kPeer = 8,    // struct sockaddr that a local datagram socket sends to
  kSender = 9,  // struct sockaddr that the message before it came from
  kGroup = 10,  // Group: a multicast group that it is a member of
};

struct Group {
  char interface[16]; // its name
  u8 address[32];     // struct sockaddr_in or sockaddr_in6
};

} // namespace ckpt::image
