// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A checkpoint that the program itself asks for: the reserved signal, sent by
// the calling thread to itself, so that its frame is the register file here
// too.  __ckpt_request is declared in runtime/abi/api.h.
// Phase: normal, signal.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

// kPutOff: it serves a vacate signal that had to wait.
enum class OwnRequest : u8 { kNone, kCheckpoint, kVacate, kPutOff };

// Whether a signal is such a call, and which.
OwnRequest own_request(const void *siginfo);

} // namespace ckpt
