// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// TCP.  A connection comes back if both of its ends are here, or one is and
// nobody has the other any more.
#include <asm/errno.h>
#include <asm/ioctls.h>
#include <asm/poll.h>
#include <linux/tcp.h>

#include "runtime/ckpt/fd_sockets.h"
#include "runtime/ckpt/fd_socket_queue.h"
#include "runtime/fd/faults.h"
#include "runtime/fd/receive_room.h"
#include "runtime/sys/keeper.h"
#include "runtime/sys/timers.h"

namespace ckpt {

namespace {

// A new connection on the same machine takes more, with what it holds back.
constexpr u64 kMostWaiting = 6 << 20;
constexpr u64 kNotSent = 0x894b; // SIOCOUTQNSD, linux/sockios.h

// Whether it has sent anything; where the kernel does not count, it may have.
bool has_sent(int number) {
  struct tcp_info info = {};
  u32 size = sizeof info;
  constexpr u32 kCounts =
      __builtin_offsetof(struct tcp_info, tcpi_bytes_sent) + sizeof(u64);
  i32 left = 0;
  return !fd::get_option(number, fd::kLevelTcp, TCP_INFO, &info, size).ok() ||
         size < kCounts || info.tcpi_bytes_sent ||
         !sys::ioctl(number, kNotSent, &left).ok() || left;
}

bool tcp_info_of(int number, struct tcp_info &info) {
  u32 size = sizeof info;
  info = {};
  return fd::get_option(number, fd::kLevelTcp, TCP_INFO, &info, size).ok();
}

bool has_ended(u8 state) {
  return state == fd::kTcpFinWait1 || state == fd::kTcpFinWait2 ||
         state == fd::kTcpClosing || state == fd::kTcpLastAck ||
         state == fd::kTcpTimeWait;
}

// One that never was connected says ENOTCONN; one that was tells its end.
bool was_connected(int number) {
  PeekFromStart from_start(number);
  u8 byte;
  return sys::call(__NR_recvfrom, number, &byte, 1,
                   fd::kPeek | fd::kDontWait, nullptr, nullptr)
      .ok();
}

// Both sides have ended it, and it has no name any more.
bool judge_closed(FdRecord &record, image::Content &content) {
  if (was_connected(record.number))
    content.flags |=
        image::kPeerGone | u32{image::kShutWrite} | image::kShutRead;
  return true;
}

bool has_other_ended(u8 state) {
  return state == fd::kTcpCloseWait || state == fd::kTcpLastAck ||
         state == fd::kTcpClosing;
}

// Whether all that `from` was given has arrived.  The end of it came last; else
// what was sent is counted.  What was not confirmed yet counts as well: with
// bytes that were not read a confirmation may take a while.
bool has_arrived(int from, int to) {
  struct tcp_info there, here;
  i32 left = 0;
  if (!tcp_info_of(to, there) || !tcp_info_of(from, here))
    return false;
  return has_other_ended(there.tcpi_state) ||
         (sys::ioctl(from, kNotSent, &left).ok() && left == 0 &&
          here.tcpi_bytes_sent - here.tcpi_bytes_retrans ==
              there.tcpi_bytes_received);
}

bool judge_connected(FdRecord &record, u8 state, image::Content &content,
                     ContentSource &source) {
  fd::SocketName own, other;
  fd::TcpSocket peer = {};
  if (!get_name(record.number, __NR_getsockname, own) ||
      !get_name(record.number, __NR_getpeername, other) ||
      !fd::ask_tcp_socket(other, own, peer))
    return refuse(record, fd::connected_fault());
  bool waits = !peer.inode && !has_ended(peer.state);
  if (!peer.inode && !waits && !has_other_ended(state))
    return refuse(record, "is a socket whose other end was closed with "
                                  "data on its way");
  short events = events_of(record.number);
  if (events & POLLPRI)
    return refuse(record, "is a socket with urgent data that was not "
                                  "received");
  if (has_ended(state))
    content.flags |= image::kShutWrite;
  if (events & POLLRDHUP && !has_other_ended(state))
    content.flags |= image::kShutRead;
  if (!peer.inode)
    content.flags |= waits ? image::kWaits : image::kPeerGone;
  if (waits)
    source.waiting = has_sent(record.number);
  source.peer = peer.inode;
  return true;
}

u64 queued(int number, u64 request) {
  i32 bytes = 0;
  sys::ioctl(number, request, &bytes).ignore();
  return static_cast<u64>(max(bytes, 0));
}

// What `from` holds back, since `to` is full, is shown to nobody: so `to` takes it
// in, and is fuller than before.
bool let_arrive(int from, int to) {
  constexpr u64 kLongest = 2000000000, kPause = 20; // in ns, in ms
  if (has_arrived(from, to))
    return true;
  u64 all = queued(to, FIONREAD) + unsent_by(from);
  if (all > kMostWaiting)
    return false;
  fd::ReceiveRoom room(to, static_cast<u32>(all));
  i64 end = sys::clock_now(1 /* CLOCK_MONOTONIC */) + kLongest;
  bool arrived = false;
  do {
    short found;
    room.tell();
    arrived = has_arrived(from, to);
    if (!arrived)
      sys::poll_one(to, POLLIN, kPause, found).ignore();
  } while (!arrived && sys::clock_now(1) < end);
  return arrived;
}

} // namespace

short events_of(int number) {
  struct pollfd asked = {number, POLLIN | POLLPRI | POLLRDHUP, 0};
  __kernel_timespec none = {};
  sys::call(__NR_ppoll, &asked, 1, &none, nullptr, 8).ignore();
  return asked.revents;
}

u64 unsent_by(int number) {
  u32 protocol = 0;
  return fd::get_number(number, SO_PROTOCOL, protocol) &&
                 protocol == fd::kLevelTcp
             ? queued(number, TIOCOUTQ)
             : 0;
}

bool judge_tcp(FdRecord &record, image::Content &content,
               ContentSource &source) {
  struct tcp_info info;
  if (!tcp_info_of(record.number, info))
    return record.refuse(fd::socket_fault());
  if (info.tcpi_state == fd::kTcpListening) {
    source.waiting = info.tcpi_unacked;
    content.flags = image::kListening;
    content.value[3] = info.tcpi_sacked;
    return true;
  }
  if (events_of(record.number) & POLLERR)
    return refuse(record, "is a socket with an error that the program "
                                  "was not told yet");
  if (info.tcpi_state == fd::kTcpClosed)
    return judge_closed(record, content);
  bool known = info.tcpi_state == fd::kTcpEstablished ||
               info.tcpi_state == fd::kTcpCloseWait ||
               has_ended(info.tcpi_state);
  return known ? judge_connected(record, info.tcpi_state, content, source)
               : refuse(record, fd::connected_fault());
}

bool copy_tcp(int number, int peer, Arena &arena, image::FrameWriter &out,
              Reason &why) {
  if (peer >= 0 && !let_arrive(peer, number)) {
    state.obstacle_may_pass = true;
    why.set(fd::name_of(peer), " is a socket with data that its other end has "
                               "no room for; let it be read");
    return false;
  }
  u64 waiting = queued(number, FIONREAD);
  if (waiting <= kMostWaiting && !out.begin(waiting))
    out = image::FrameWriter(
        arena.array<u8>(out.bytes().size + image::frame_room(waiting)), out);
  u8 *at = waiting <= kMostWaiting ? out.begin(waiting) : nullptr;
  if (!at) {
    state.obstacle_may_pass = true;
    why.set(fd::name_of(number), " is a socket that holds more than can be "
                                 "saved");
    return false;
  }
  if (!waiting)
    return true;
  PeekFromStart from_start(number);
  SysResult n = sys::call(__NR_recvfrom, number, at, waiting,
                          fd::kPeek | fd::kDontWait, nullptr, nullptr);
  if (!n.ok() || static_cast<u64>(n.value()) != waiting) {
    why.set(fd::name_of(number), " is a socket that cannot be looked into "
                                 "(errno ", n.error(), ")");
    return false;
  }
  out.end(image::FrameKind::kMessage, waiting);
  return true;
}

} // namespace ckpt
