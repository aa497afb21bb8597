// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/fd/receive_room.h"

namespace ckpt::fd {

ReceiveRoom::ReceiveRoom(int number, u32 bytes) : fd_(number) {
  constexpr u32 kFixed = 2;       // SOCK_RCVBUF_LOCK
  constexpr u32 kAside = 1 << 20; // a window is never offered whole
  u32 locked = 0;
  get_number(fd_, SO_RCVLOWAT, low_);
  if (get_number(fd_, SO_BUF_LOCK, locked) && locked & kFixed &&
      get_number(fd_, SO_RCVBUF, buffer_) && buffer_ < 2 * (bytes + kAside)) {
    set_size(bytes + kAside);
  } else {
    buffer_ = 0;
    set_low(bytes + kAside);
  }
  set_low(bytes); // it is readable when all of them are there
}

ReceiveRoom::~ReceiveRoom() {
  set_low(low_);
  if (buffer_)
    set_size(buffer_ / 2); // as it is told, twice what was set
}

void ReceiveRoom::tell() const {
  u8 byte;
  sys::call(__NR_recvfrom, fd_, &byte, 1, kPeek | kDontWait, nullptr, nullptr)
      .ignore();
}

void ReceiveRoom::set_low(u32 bytes) const {
  set_option(fd_, SOL_SOCKET, SO_RCVLOWAT, &bytes, sizeof bytes).ignore();
}

void ReceiveRoom::set_size(u32 bytes) const {
  if (!set_option(fd_, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes).ok())
    set_option(fd_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes).ignore();
}

} // namespace ckpt::fd
