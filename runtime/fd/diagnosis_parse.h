// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the kernel answers to sock_diag(7).  Pure.
// Phase: any.  Never: reads outside of the message.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::fd {

struct UnixSocket {
  bool listens = false;
  bool has_peer = false;
  u64 peer = 0;    // its inode; 0: closed, or not accepted
  u32 shut = 0;    // 1: for reading, 2: for writing
  u32 backlog = 0; // of a listening one; of others, bytes that were not taken
  u32 waiting = 0; // connections that were not accepted; or bytes to be read
};

struct TcpSocket {
  u8 state;
  u64 inode; // 0: no process has it
};

[[nodiscard]] bool parse_unix_socket(Bytes message, UnixSocket &out);

// Who has connected to one that listens and was not accepted yet: inodes, in the
// order of the queue; 0: closed.  As many are kept as there is room for; `count`
// is how many there are.
[[nodiscard]] bool parse_unix_queue(Bytes message, Span<u32> room,
                                    size_t &count);

[[nodiscard]] bool parse_tcp_socket(Bytes message, TcpSocket &out);

} // namespace ckpt::fd
