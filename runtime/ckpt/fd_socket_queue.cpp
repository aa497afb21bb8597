// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/fd_socket_queue.h"

#include <asm/errno.h>

#include "runtime/fd/describe.h"
#include "runtime/fd/socket.h"

namespace ckpt {

namespace {

// What the kernel tells with a message by these would look like a descriptor on
// its way: who sent it, and when.
constexpr u32 kTold[] = {
    SO_PASSCRED,       SO_PASSSEC,          SO_TIMESTAMP_OLD,
    SO_TIMESTAMP_NEW,  SO_TIMESTAMPNS_OLD,  SO_TIMESTAMPNS_NEW,
    SO_TIMESTAMPING_OLD, SO_TIMESTAMPING_NEW, 76 /* SO_PASSPIDFD */};
constexpr size_t kToldCount = sizeof kTold / sizeof *kTold;

// Turns them off for a moment.
class Quiet {
public:
  explicit Quiet(int number) : fd_(number) {
    u32 none = 0;
    for (size_t i = 0; i < kToldCount; ++i)
      if (fd::get_number(fd_, kTold[i], before_[i]) && before_[i])
        fd::set_option(fd_, SOL_SOCKET, kTold[i], &none, sizeof none).ignore();
  }
  ~Quiet() {
    for (size_t i = 0; i < kToldCount; ++i)
      if (before_[i])
        fd::set_option(fd_, SOL_SOCKET, kTold[i], before_ + i, sizeof(u32))
            .ignore();
  }

private:
  int fd_;
  u32 before_[kToldCount] = {};
};

// A look at an empty datagram is marked in it, and another look passes it over:
// so those of a pair are first looked at, for descriptors on their way, and then
// taken out and sent again by `peer`, in whose room they were.
class Queue {
public:
  Queue(int number, int peer, QueueKind kind, image::FrameWriter &out)
      : fd_(number), peer_(peer), kind_(kind), out_(out) {}

  bool copy(Reason &why) {
    i32 before = -1, none = 0;
    u32 size = sizeof before;
    fd::get_option(fd_, SOL_SOCKET, SO_PEEK_OFF, &before, size).ignore();
    Quiet quiet(fd_);
    bool can = fd::set_option(fd_, SOL_SOCKET, SO_PEEK_OFF, &none, sizeof none)
                   .ok();
    image::FrameWriter start = out_;
    while (can && copy_one(fd::kPeek, why)) {
    }
    if (can && good_ && kind_ == QueueKind::kPair && peer_ >= 0) {
      out_ = start;
      while (copy_one(0, why)) {
      }
      send_again(start);
    }
    fd::set_option(fd_, SOL_SOCKET, SO_PEEK_OFF, &before, sizeof before)
        .ignore();
    if (!can)
      why.set(fd::name_of(fd_), " is a socket that the kernel does not let be "
                                "looked into (SO_PEEK_OFF)");
    return can && good_;
  }

private:
  void send_again(const image::FrameWriter &start) const {
    Bytes rest = out_.bytes();
    u64 before = start.bytes().size;
    rest = rest.sub(before, rest.size - before);
    image::FrameView frame;
    while (image::next_frame(rest, frame))
      sys::call(__NR_sendto, peer_, frame.bytes.data, frame.bytes.size,
                fd::kDontWait | fd::kNoSignal, nullptr, 0)
          .ignore();
  }

  bool copy_one(u32 peek, Reason &why) {
    u64 room = out_.left() > kAside ? out_.left() - kAside : 0;
    u8 *at = out_.begin(room);
    u8 sender[fd::kLongestAddress];
    fd::Vector vector = {at, room};
    fd::Message message = {sender, sizeof sender, &vector, 1, nullptr, 0, 0};
    SysResult n = at ? sys::call(__NR_recvmsg, fd_, &message,
                                 peek | fd::kDontWait)
                     : SysResult(-ENOBUFS);
    if (n.error() == EAGAIN)
      return false;
    // The end, or an empty packet.
    if (n.ok() && n.value() == 0 && kind_ == QueueKind::kStream)
      return false;
    bool cut = message.flags & fd::kControlCut && is_local();
    good_ = n.ok() && !cut && !(message.flags & fd::kTruncated);
    if (good_)
      out_.end(image::FrameKind::kMessage, static_cast<u64>(n.value()));
    else
      why.set(fd::name_of(fd_),
              cut ? " is a socket in which descriptors are on their way"
                  : " is a socket that holds more than can be saved");
    return good_ && (kind_ != QueueKind::kAlone ||
                     out_.add(image::FrameKind::kSender,
                              {sender, min<u64>(message.name_size,
                                                sizeof sender)}));
  }

  // Of others the kernel tells more with a message, as the program has asked.
  bool is_local() const {
    u32 domain = 0;
    return fd::get_number(fd_, SO_DOMAIN, domain) && domain == fd::kUnix;
  }

  static constexpr u64 kAside = 64 + image::frame_room(fd::kLongestAddress);
  int fd_;
  int peer_;
  QueueKind kind_;
  image::FrameWriter &out_;
  bool good_ = true;
};

} // namespace

bool copy_queue(int number, int peer, QueueKind kind, image::FrameWriter &out,
                Reason &why) {
  return Queue(number, peer, kind, out).copy(why);
}

} // namespace ckpt
