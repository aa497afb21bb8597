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

// Copies it into frames; the program does not notice.
bool copy_queue(int number, int peer, QueueKind kind, image::FrameWriter &out,
                Reason &why);

} // namespace ckpt
