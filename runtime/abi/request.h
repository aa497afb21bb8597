// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How ckpt_run --migrate asks a running job to move.  It listens on an abstract
// unix socket (unix(7)), queues the job's vacate signal with a number
// (sigqueue(3)), and the job connects twice: to read what is wanted, and to
// tell how it went.  In between it has no connection, which a checkpoint would
// find among the program's descriptors.
// Phase: any.
#pragma once
#include "runtime/abi/text.h"

namespace ckpt::request {

// The signal's value: the mark above, the name's number below.
inline constexpr u64 kMark = u64{0x434b4d47} << 32;
inline constexpr u64 kMarkMask = ~u64{0xffffffff};

// The socket's name without the NUL in front of it.
using SocketName = Text<32>;
inline SocketName socket_name(u32 number) {
  return SocketName("ckpt_migrate.", u64{number});
}

inline constexpr u8 kMagic[4] = {'C', 'K', 'R', 'Q'};
inline constexpr u16 kVersion = 1;

struct Order { // to the job
  u8 magic[4];
  u16 version;
  u16 port;
  char host[256]; // NUL terminated
};
static_assert(sizeof(Order) == 264);

enum class Result : u32 {
  kStayed = 0,      // it goes on where it is
  kMoved = 1,       // it runs at the receiver
  kUnconfirmed = 2, // it has left, and may run nowhere
  kSentPlain = 3,   // the image was sent without a token; it has ended here
};

struct Answer { // from the job
  u8 magic[4];
  Result result;
  u32 text_size;
  char text[4096 - 12];
};
static_assert(sizeof(Answer) == 4096);

} // namespace ckpt::request
