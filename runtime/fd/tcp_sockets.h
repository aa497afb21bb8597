// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Who has the other end of a TCP connection, as far as it is in this network
// namespace (sock_diag(7)).
// Phase: signal.
#pragma once
#include "runtime/fd/socket.h"

namespace ckpt::fd {

// States of a connection, linux/tcp.h.
inline constexpr u8 kTcpEstablished = 1, kTcpFinWait1 = 4, kTcpFinWait2 = 5,
                    kTcpTimeWait = 6, kTcpClosed = 7, kTcpCloseWait = 8,
                    kTcpLastAck = 9, kTcpListening = 10, kTcpClosing = 11;

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
