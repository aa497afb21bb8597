// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/fd/unix_sockets.h"

#include <linux/unix_diag.h>

#include "runtime/fd/diagnosis.h"
#include "runtime/fd/tcp_states.h"

namespace ckpt::fd {

namespace {

u32 word_at(Bytes b, u64 at) {
  u32 word = 0;
  if (at + sizeof word <= b.size)
    __builtin_memcpy(&word, b.data + at, sizeof word);
  return word;
}

} // namespace

bool parse_unix_socket(Bytes message, UnixSocket &out) {
  Bytes body;
  unix_diag_msg about;
  if (!diagnosis_body(message, body) || body.size < sizeof about)
    return false;
  __builtin_memcpy(&about, body.data, sizeof about);
  out = {};
  out.listens = about.udiag_state == kTcpListening;
  for (u64 at = sizeof about; at + sizeof(nlattr) <= body.size;) {
    nlattr attribute;
    __builtin_memcpy(&attribute, body.data + at, sizeof attribute);
    if (attribute.nla_len < sizeof attribute ||
        attribute.nla_len > body.size - at)
      return false;
    Bytes value = body.sub(at + sizeof attribute,
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
  unix_diag_req ask = {};
  ask.sdiag_family = kUnix;
  ask.udiag_states = ~0u;
  ask.udiag_ino = static_cast<u32>(inode);
  ask.udiag_show = UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN;
  ask.udiag_cookie[0] = ask.udiag_cookie[1] = ~0u;
  u8 answer[1024];
  Bytes bytes = {answer, sizeof answer};
  return diagnose({reinterpret_cast<u8 *>(&ask), sizeof ask}, answer, bytes) &&
         parse_unix_socket(bytes, out);
}

} // namespace ckpt::fd
