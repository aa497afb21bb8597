// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the kinds of sockets share while they are recorded.
// Phase: signal.  Errors: false, and the reason names the descriptor.
#pragma once
#include "runtime/ckpt/fd_record.h"
#include "runtime/fd/socket.h"
#include "runtime/fd/tcp_sockets.h"
#include "runtime/image/frames.h"

namespace ckpt {

// Not now, but when the program has closed it or is done with it.
bool refuse(FdRecord &record, StringView what);

// By getsockname(2) or getpeername(2).
bool get_name(int number, u64 call, fd::SocketName &name);

// While it lives MSG_PEEK looks from the start, wherever the program's looks have
// come to (SO_PEEK_OFF).
class PeekFromStart {
public:
  explicit PeekFromStart(int number) : fd_(number) {
    if (fd::get_number(fd_, SO_PEEK_OFF, before_) && before_ != kOff)
      set(kOff);
  }
  ~PeekFromStart() {
    if (before_ != kOff)
      set(before_);
  }

private:
  static constexpr u32 kOff = ~u32{0};
  void set(u32 value) const {
    fd::set_option(fd_, SOL_SOCKET, SO_PEEK_OFF, &value, sizeof value).ignore();
  }

  int fd_;
  u32 before_ = kOff;
};

// fd_tcp.cpp: what poll(2) says, and the state of a connection, and who has its
// other end.
short events_of(int number);
bool judge_tcp(FdRecord &record, image::Content &content,
               ContentSource &source);
// What waits in one that is connected; `peer`: the other end, -1 if nobody
// has that.
bool copy_tcp(int number, int peer, Arena &arena, image::FrameWriter &out,
              Reason &why);

// fd_accept_queue.cpp, when all sockets are recorded: which connections wait to be
// accepted, and in which order.
bool settle_accept_queues(Snapshot &snapshot, Reason &why);

// fd_multicast.cpp: the groups that it has joined.
bool add_groups(FdRecord &record, u32 domain, image::FrameWriter &out);

} // namespace ckpt
