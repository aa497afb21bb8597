// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/fd/unix_sockets.h"

#include <linux/unix_diag.h>

#include "runtime/fd/diagnosis.h"

namespace ckpt::fd {

namespace {

bool ask_kernel(u64 inode, u32 show, u8 *answer, Bytes &bytes) {
  unix_diag_req ask = {};
  ask.sdiag_family = kUnix;
  ask.udiag_states = ~0u;
  ask.udiag_ino = static_cast<u32>(inode);
  ask.udiag_show = show;
  ask.udiag_cookie[0] = ask.udiag_cookie[1] = ~0u;
  return diagnose({reinterpret_cast<u8 *>(&ask), sizeof ask}, answer, bytes);
}

} // namespace

bool ask_unix_socket(u64 inode, UnixSocket &out) {
  u8 answer[1024];
  Bytes bytes = {answer, sizeof answer};
  return ask_kernel(inode, UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN, answer, bytes) &&
         parse_unix_socket(bytes, out);
}

// The kernel itself gives no longer answer than a page.
bool ask_unix_queue(u64 inode, Span<u32> room, size_t &count) {
  u8 answer[kPageSize];
  Bytes bytes = {answer, sizeof answer};
  return ask_kernel(inode, UDIAG_SHOW_ICONS, answer, bytes) &&
         parse_unix_queue(bytes, room, count) && count <= room.size;
}

} // namespace ckpt::fd
