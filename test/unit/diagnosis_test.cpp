// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the kernel answers about sockets (sock_diag(7)).
#include "runtime/fd/diagnosis_parse.h"

#include <cstring>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <vector>

#include "test/unit/check.h"

using namespace ckpt;
using namespace ckpt::fd;

namespace {

using Message = std::vector<u8>;

template <class T> void put(Message &to, const T &what) {
  const u8 *p = reinterpret_cast<const u8 *>(&what);
  to.insert(to.end(), p, p + sizeof what);
}

template <class T> Message answer(const T &body) {
  Message m;
  put(m, nlmsghdr{NLMSG_HDRLEN + sizeof body, SOCK_DIAG_BY_FAMILY, 0, 0, 0});
  put(m, body);
  return m;
}

void set_size(Message &m) {
  u32 size = static_cast<u32>(m.size());
  std::memcpy(m.data(), &size, sizeof size);
}

void attribute(Message &m, u16 type, std::vector<u32> words, u16 cut = 0) {
  u16 size = static_cast<u16>(sizeof(nlattr) + 4 * words.size() - cut);
  put(m, nlattr{size, type});
  for (u32 word : words)
    put(m, word);
  set_size(m);
}

Bytes bytes(const Message &m) { return {m.data(), m.size()}; }

unix_diag_msg local(u8 state) {
  unix_diag_msg about = {};
  about.udiag_state = state;
  return about;
}

} // namespace

TEST(tcp_sockets) {
  inet_diag_msg about = {};
  about.idiag_state = 8;
  about.idiag_inode = 4711;
  Message good = answer(about);
  TcpSocket out = {};
  CHECK(parse_tcp_socket(bytes(good), out));
  CHECK(out.state == 8 && out.inode == 4711);
  good.push_back(0); // what stands behind the message is another one
  CHECK(parse_tcp_socket(bytes(good), out));
  for (size_t size = 0; size < NLMSG_HDRLEN + sizeof about; ++size)
    CHECK(!parse_tcp_socket(bytes(good).sub(0, size), out));
  Message other = answer(about);
  other[4] = NLMSG_ERROR;
  CHECK(!parse_tcp_socket(bytes(other), out));
  other = answer(about);
  other[0] = NLMSG_HDRLEN + sizeof about - 1;
  CHECK(!parse_tcp_socket(bytes(other), out));
  other[0] = NLMSG_HDRLEN - 1;
  CHECK(!parse_tcp_socket(bytes(other), out));
  other[3] = 0x80;
  CHECK(!parse_tcp_socket(bytes(other), out));
}

TEST(local_sockets) {
  UnixSocket out;
  Message m = answer(local(1));
  CHECK(parse_unix_socket(bytes(m), out) && !out.has_peer && !out.listens);
  attribute(m, UNIX_DIAG_PEER, {77});
  attribute(m, UNIX_DIAG_RQLEN, {3, 9});
  attribute(m, UNIX_DIAG_SHUTDOWN, {2}, 3); // one byte, and three to align it
  CHECK(parse_unix_socket(bytes(m), out));
  CHECK(out.has_peer && out.peer == 77 && out.waiting == 3);
  CHECK(out.backlog == 9 && out.shut == 2);
  m = answer(local(10));
  attribute(m, UNIX_DIAG_PEER, {});
  CHECK(parse_unix_socket(bytes(m), out) && out.listens && out.peer == 0);
  m[NLMSG_HDRLEN + sizeof(unix_diag_msg)] = 3; // shorter than its own head
  CHECK(!parse_unix_socket(bytes(m), out));
  m[NLMSG_HDRLEN + sizeof(unix_diag_msg)] = 200;
  CHECK(!parse_unix_socket(bytes(m), out));
}

TEST(queues) {
  u32 room[2] = {};
  size_t count = 9;
  Message m = answer(local(10));
  CHECK(parse_unix_queue(bytes(m), {room, 2}, count) && count == 0);
  attribute(m, UNIX_DIAG_ICONS, {5, 0});
  CHECK(parse_unix_queue(bytes(m), {room, 2}, count) && count == 2);
  CHECK(room[0] == 5 && room[1] == 0);
  m = answer(local(10));
  attribute(m, UNIX_DIAG_ICONS, {5, 6, 7});
  CHECK(parse_unix_queue(bytes(m), {room, 2}, count) && count == 3);
  CHECK(room[0] == 5 && room[1] == 6);
  m = answer(local(10));
  attribute(m, UNIX_DIAG_ICONS, {5, 6}, 1);
  CHECK(parse_unix_queue(bytes(m), {room, 2}, count) && count == 1);
}
