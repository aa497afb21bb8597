// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Answers of sock_diag(7).  What is cut short is refused, or says the same; a
// queue is counted the same with and without room.
#include "runtime/fd/diagnosis_parse.h"
#include <cstdint>
#include <cstdlib>
#include <vector>

using namespace ckpt;
using namespace ckpt::fd;

static void require(bool holds) {
  if (!holds)
    std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::vector<u8> copy(data, data + size); // its end is its own
  Bytes message = {copy.data(), copy.size()};
  UnixSocket local;
  TcpSocket tcp = {}, again = {};
  u32 room[4] = {};
  size_t count = 0, alone = 0;
  bool good = parse_unix_socket(message, local);
  require(good || !local.listens || size > 16);
  bool listed = parse_unix_queue(message, {room, 4}, count);
  require(listed == good && count <= size / sizeof(u32));
  require(parse_unix_queue(message, {room, 0}, alone) == listed &&
          alone == count);
  if (parse_tcp_socket(message, tcp)) {
    copy.push_back(0xff); // another message follows
    require(parse_tcp_socket({copy.data(), copy.size()}, again) &&
            again.inode == tcp.inode && again.state == tcp.state);
  }
  return 0;
}
