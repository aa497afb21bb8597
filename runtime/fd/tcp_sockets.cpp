// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/fd/tcp_sockets.h"

#include <linux/in.h>
#include <linux/in6.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>

#include "runtime/fd/diagnosis.h"

namespace ckpt::fd {

namespace {

// The port and the address, in the order of the network.
bool take_name(const SocketName &name, __be16 &port, __be32 *address) {
  u16 family = 0;
  __builtin_memcpy(&family, name.bytes, sizeof family);
  if (family == kInet && name.size >= sizeof(sockaddr_in)) {
    sockaddr_in in;
    __builtin_memcpy(&in, name.bytes, sizeof in);
    port = in.sin_port;
    address[0] = in.sin_addr.s_addr;
    return true;
  }
  if (family != kInet6 || name.size < sizeof(sockaddr_in6))
    return false;
  sockaddr_in6 in;
  __builtin_memcpy(&in, name.bytes, sizeof in);
  port = in.sin6_port;
  __builtin_memcpy(address, &in.sin6_addr, sizeof in.sin6_addr);
  return true;
}

} // namespace

bool ask_tcp_socket(const SocketName &own, const SocketName &peer,
                    TcpSocket &out) {
  inet_diag_req_v2 ask = {};
  u16 family = 0;
  __builtin_memcpy(&family, own.bytes, sizeof family);
  ask.sdiag_family = static_cast<u8>(family);
  ask.sdiag_protocol = IPPROTO_TCP;
  ask.idiag_states = ~0u;
  ask.id.idiag_cookie[0] = ask.id.idiag_cookie[1] = ~0u;
  u8 answer[1024];
  Bytes bytes = {answer, sizeof answer};
  return take_name(own, ask.id.idiag_sport, ask.id.idiag_src) &&
         take_name(peer, ask.id.idiag_dport, ask.id.idiag_dst) &&
         diagnose({reinterpret_cast<u8 *>(&ask), sizeof ask}, answer, bytes) &&
         parse_tcp_socket(bytes, out) && out.state != kTcpListening;
}

} // namespace ckpt::fd
