// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What only sock_diag(7) tells of a socket of AF_UNIX: who is connected to it.
// Phase: signal.  Errors: false where the kernel does not tell.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::fd {

struct UnixSocket {
  bool listens = false;
  bool has_peer = false;
  u64 peer = 0; // its inode; 0: closed
  u32 shut = 0; // 1: for reading, 2: for writing
  u32 backlog = 0; // of a listening one
  u32 waiting = 0; // connections that were not accepted
};

// Reads one message of the kernel's.  Pure.
[[nodiscard]] bool parse_unix_socket(Bytes message, UnixSocket &out);

bool ask_unix_socket(u64 inode, UnixSocket &out);

} // namespace ckpt::fd
