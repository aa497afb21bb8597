// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/fd/unix_sockets.h"

#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>

#include "runtime/fd/socket.h"
#include "runtime/sys/keeper.h"

namespace ckpt::fd {

namespace {

constexpr u32 kNetlink = 16;       // AF_NETLINK
constexpr u8 kStateListening = 10; // TCP_LISTEN

struct Request {
  nlmsghdr head;
  unix_diag_req ask;
};

u32 word_at(Bytes b, u64 at) {
  u32 word = 0;
  if (at + sizeof word <= b.size)
    __builtin_memcpy(&word, b.data + at, sizeof word);
  return word;
}

} // namespace

bool parse_unix_socket(Bytes message, UnixSocket &out) {
  nlmsghdr head;
  unix_diag_msg about;
  if (message.size < sizeof head + sizeof about)
    return false;
  __builtin_memcpy(&head, message.data, sizeof head);
  if (head.nlmsg_type != SOCK_DIAG_BY_FAMILY ||
      head.nlmsg_len > message.size ||
      head.nlmsg_len < sizeof head + sizeof about)
    return false;
  __builtin_memcpy(&about, message.data + sizeof head, sizeof about);
  out = {};
  out.listens = about.udiag_state == kStateListening;
  for (u64 at = sizeof head + sizeof about;
       at + sizeof(nlattr) <= head.nlmsg_len;) {
    nlattr attribute;
    __builtin_memcpy(&attribute, message.data + at, sizeof attribute);
    if (attribute.nla_len < sizeof attribute ||
        attribute.nla_len > head.nlmsg_len - at)
      return false;
    Bytes value = message.sub(at + sizeof attribute,
                              attribute.nla_len - sizeof attribute);
    if (attribute.nla_type == UNIX_DIAG_PEER) {
      out.has_peer = true;
      out.peer = word_at(value, 0);
    } else if (attribute.nla_type == UNIX_DIAG_SHUTDOWN && value.size) {
      out.shut = value[0];
    } else if (attribute.nla_type == UNIX_DIAG_RQLEN) {
      out.waiting = word_at(value, 0);
      out.backlog = word_at(value, sizeof(u32));
    }
    at += (attribute.nla_len + 3) & ~3u;
  }
  return true;
}

bool ask_unix_socket(u64 inode, UnixSocket &out) {
  SysResult made = sys::make_own(__NR_socket, kNetlink,
                                 3 /* SOCK_RAW */ | O_CLOEXEC,
                                 NETLINK_SOCK_DIAG);
  if (!made.ok())
    return false;
  Request request = {};
  request.head.nlmsg_len = sizeof request;
  request.head.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  request.head.nlmsg_flags = NLM_F_REQUEST;
  request.ask.sdiag_family = kUnix;
  request.ask.udiag_states = ~0u;
  request.ask.udiag_ino = static_cast<u32>(inode);
  request.ask.udiag_show = UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN;
  request.ask.udiag_cookie[0] = request.ask.udiag_cookie[1] = ~0u;
  u8 answer[1024];
  // The answer is there when the request was taken.
  bool good =
      sys::call_on(__NR_sendto, made.fd(), &request, sizeof request, 0, nullptr, 0)
          .ok();
  SysResult n = good ? sys::call_on(__NR_recvfrom, made.fd(), answer,
                                 sizeof answer, kDontWait, nullptr, nullptr)
                     : made;
  sys::close(made.fd()).ignore();
  return good && n.ok() &&
         parse_unix_socket({answer, static_cast<size_t>(n.value())}, out);
}

} // namespace ckpt::fd
