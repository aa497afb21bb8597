// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/fd/diagnosis_parse.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>

#include "runtime/fd/tcp_states.h"

namespace ckpt::fd {

namespace {

// What stands behind an answer's head; false: it is none, or an error.
bool take_body(Bytes message, Bytes &body) {
  nlmsghdr head;
  if (message.size < sizeof head)
    return false;
  __builtin_memcpy(&head, message.data, sizeof head);
  if (head.nlmsg_type != SOCK_DIAG_BY_FAMILY ||
      head.nlmsg_len > message.size || head.nlmsg_len < sizeof head)
    return false;
  body = message.sub(sizeof head, head.nlmsg_len - sizeof head);
  return true;
}

u32 word_at(Bytes b, u64 at) {
  u32 word = 0;
  if (at + sizeof word <= b.size)
    __builtin_memcpy(&word, b.data + at, sizeof word);
  return word;
}

// Calls each(type, value) for what stands behind the head of an answer.
template <class Each>
bool each_attribute(Bytes message, unix_diag_msg &about, Each each) {
  Bytes body;
  if (!take_body(message, body) || body.size < sizeof about)
    return false;
  __builtin_memcpy(&about, body.data, sizeof about);
  for (u64 at = sizeof about; at + sizeof(nlattr) <= body.size;) {
    nlattr attribute;
    __builtin_memcpy(&attribute, body.data + at, sizeof attribute);
    if (attribute.nla_len < sizeof attribute ||
        attribute.nla_len > body.size - at)
      return false;
    each(attribute.nla_type, body.sub(at + sizeof attribute,
                                      attribute.nla_len - sizeof attribute));
    at += (attribute.nla_len + 3) & ~3u;
  }
  return true;
}

} // namespace

bool parse_unix_socket(Bytes message, UnixSocket &out) {
  unix_diag_msg about = {};
  out = {};
  bool good = each_attribute(message, about, [&](u32 type, Bytes value) {
    if (type == UNIX_DIAG_PEER) {
      out.has_peer = true;
      out.peer = word_at(value, 0);
    } else if (type == UNIX_DIAG_SHUTDOWN && value.size) {
      out.shut = value[0];
    } else if (type == UNIX_DIAG_RQLEN) {
      out.waiting = word_at(value, 0);
      out.backlog = word_at(value, sizeof(u32));
    }
  });
  out.listens = about.udiag_state == kTcpListening;
  return good;
}

bool parse_unix_queue(Bytes message, Span<u32> room, size_t &count) {
  unix_diag_msg about = {};
  count = 0;
  return each_attribute(message, about, [&](u32 type, Bytes value) {
    for (u64 at = 0; type == UNIX_DIAG_ICONS && at + sizeof(u32) <= value.size;
         at += sizeof(u32), ++count)
      if (count < room.size)
        room[count] = word_at(value, at);
  });
}

bool parse_tcp_socket(Bytes message, TcpSocket &out) {
  Bytes body;
  inet_diag_msg about;
  if (!take_body(message, body) || body.size < sizeof about)
    return false;
  __builtin_memcpy(&about, body.data, sizeof about);
  out = {about.idiag_state, about.idiag_inode};
  return true;
}

} // namespace ckpt::fd
