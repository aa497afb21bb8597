// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// More room for what a TCP socket receives, for a moment: what the other end holds
// back then comes over.  Where the program has not fixed the size of the buffer
// the kernel lets it grow for SO_RCVLOWAT as far as it grows by itself (tcp(7),
// tcp_rmem), and so it stays: a size that is set would be fixed from then on.
// Phase: pre-libc, signal.
#pragma once
#include "runtime/fd/socket.h"

namespace ckpt::fd {

class ReceiveRoom {
public:
  // For `bytes`, those that wait among them.
  ReceiveRoom(int number, u32 bytes);
  ~ReceiveRoom();
  ReceiveRoom(const ReceiveRoom &) = delete;
  ReceiveRoom &operator=(const ReceiveRoom &) = delete;

  // A look at what waits makes the kernel tell the other end of the new room.
  void tell() const;

private:
  void set_low(u32 bytes) const;
  void set_size(u32 bytes) const;

  int fd_;
  u32 low_ = 1;
  u32 buffer_ = 0; // 0: it was not set
};

} // namespace ckpt::fd
