// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Who has the other end of a TCP connection, as far as it is in this network
// namespace (sock_diag(7)).
// Phase: signal.
#pragma once
#include "runtime/fd/socket.h"
#include "runtime/fd/tcp_states.h"

namespace ckpt::fd {

struct SocketName { // struct sockaddr_in, sockaddr_in6
  u8 bytes[kLongestAddress];
  u32 size;
};

struct TcpSocket {
  u8 state;
  u64 inode; // 0: no process has it
};

// The socket whose own name is `own` and whose peer's is `peer`; false: none is
// here.
bool ask_tcp_socket(const SocketName &own, const SocketName &peer,
                    TcpSocket &out);
bool parse_tcp_socket(Bytes message, TcpSocket &out);

} // namespace ckpt::fd
