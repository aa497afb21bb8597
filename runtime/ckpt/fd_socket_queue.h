// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What waits in a socket to be received.
// Phase: signal.  Errors: false, and `why` names the descriptor.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/image/frames.h"

namespace ckpt {

enum class QueueKind {
  kStream,
  kPair,  // of datagrams; `peer` has sent them, or is closed (-1)
  kAlone, // of datagrams, each with its sender's address
};

// Where the descriptors go that a look at a message gives copies of.
struct RightsTaker {
  // `message`: which of the frames, from 0.  False, and why: it cannot be saved.
  bool (*take)(RightsTaker &self, u32 message, Span<const i32> copies);
};

// Copies it into frames; the program does not notice.  Without a taker,
// descriptors on their way refuse it.  With one, datagrams are only looked at.
bool copy_queue(int number, int peer, QueueKind kind, image::FrameWriter &out,
                Reason &why, RightsTaker *taker = nullptr);

} // namespace ckpt
