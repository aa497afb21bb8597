// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Who has the other end of a TCP connection, as far as it is in this network
// namespace (sock_diag(7)).
// Phase: signal.
#pragma once
#include "runtime/fd/diagnosis_parse.h"
#include "runtime/fd/socket.h"
#include "runtime/fd/tcp_states.h"

namespace ckpt::fd {

struct SocketName { // struct sockaddr_in, sockaddr_in6
  u8 bytes[kLongestAddress];
  u32 size;
};

// The socket whose own name is `own` and whose peer's is `peer`; false: none is
// here.
bool ask_tcp_socket(const SocketName &own, const SocketName &peer,
                    TcpSocket &out);

} // namespace ckpt::fd
