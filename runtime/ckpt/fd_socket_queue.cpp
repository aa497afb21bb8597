// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/fd_socket_queue.h"

#include <asm/errno.h>
#include <asm/mman.h>
#include <linux/mman.h>

#include "runtime/fd/describe.h"
#include "runtime/fd/socket.h"
#include "runtime/sys/keeper.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

// What the kernel tells with a message by these would look like a descriptor on
// its way: who sent it, and when.
constexpr u32 kTold[] = {
    SO_PASSCRED,       SO_PASSSEC,          SO_TIMESTAMP_OLD,
    SO_TIMESTAMP_NEW,  SO_TIMESTAMPNS_OLD,  SO_TIMESTAMPNS_NEW,
    SO_TIMESTAMPING_OLD, SO_TIMESTAMPING_NEW, 76 /* SO_PASSPIDFD */};
constexpr size_t kToldCount = sizeof kTold / sizeof *kTold;

// Turns them off for a moment.  Some are one with others: all are read before any
// is changed, and set again in their order, of time stamps the finest last.
class Quiet {
public:
  explicit Quiet(int number, bool local) : fd_(number) {
    u32 none = 0;
    for (size_t i = 0; local && i < kToldCount; ++i)
      if (!fd::get_number(fd_, kTold[i], before_[i]))
        before_[i] = 0;
    for (size_t i = 0; i < kToldCount; ++i)
      if (before_[i])
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

// The descriptors in what came beside a message; how many.
size_t rights_in(Bytes control, i32 (&to)[image::kMostInMessage]) {
  size_t count = 0;
  fd::Control head;
  while (control.size >= sizeof head) {
    memcpy(&head, control.data, sizeof head);
    if (head.size < sizeof head || head.size > control.size)
      break;
    u64 bytes = head.size - sizeof head;
    size_t some = min(bytes / sizeof(i32), image::kMostInMessage - count);
    if (head.level == SOL_SOCKET && head.type == fd::kRights) {
      memcpy(to + count, control.data + sizeof head, some * sizeof(i32));
      count += some;
    }
    u64 room = min((head.size + 7) & ~u64{7}, control.size);
    control = control.sub(room, control.size - room);
  }
  return count;
}

// A look at an empty datagram or packet is marked in it, and another look passes it
// over: so those of a pair are first looked at, for descriptors on their way, and
// then taken out and sent again by `peer`, in whose room they were.
class Queue {
public:
  Queue(int number, int peer, QueueKind kind, image::FrameWriter &out,
        RightsTaker *taker)
      : fd_(number), peer_(peer), kind_(kind), out_(out), taker_(taker) {
    u32 type = 0;
    packets_ = fd::get_number(number, SO_TYPE, type) && type == fd::kSequenced;
  }

  bool copy(Reason &why) {
    i32 before = -1;
    u32 size = sizeof before;
    fd::get_option(fd_, SOL_SOCKET, SO_PEEK_OFF, &before, size).ignore();
    Quiet quiet(fd_, is_local());
    bool can = look_from(0);
    image::FrameWriter start = out_;
    while (can && copy_one(fd::kPeek, why)) {
    }
    bool marked = kind_ == QueueKind::kPair || (packets_ && empty_);
    if (can && good_ && marked && peer_ >= 0 && !taker_) {
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
  bool look_from(u64 position) const {
    i32 from = static_cast<i32>(position);
    return fd::set_option(fd_, SOL_SOCKET, SO_PEEK_OFF, &from, sizeof from).ok();
  }

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
    alignas(u64) u8 control[fd::kControlRoom];
    fd::Vector vector = {at, room};
    fd::Message message = {sender, sizeof sender, &vector, 1, control,
                           taker_ ? sizeof control : 0, 0};
    SysResult n = at ? sys::call(__NR_recvmsg, fd_, &message,
                                 peek | fd::kDontWait)
                     : SysResult(-ENOBUFS);
    if (n.error() == EAGAIN)
      return false;
    i32 copies[image::kMostInMessage];
    size_t rights = n.ok() && taker_
                        ? rights_in({control, message.control_size}, copies)
                        : 0;
    bool empty = n.ok() && n.value() == 0 && !rights;
    if (empty && kind_ == QueueKind::kStream && is_end())
      return false;
    empty_ = empty_ || empty;
    bool cut = message.flags & fd::kControlCut && is_local();
    good_ = n.ok() && !cut && !(message.flags & fd::kTruncated) &&
            put(at, static_cast<u64>(n.value()), {copies, rights});
    if (!good_ && why.empty())
      why.set(fd::name_of(fd_), !cut ? " is a socket that holds more than can be "
                                       "saved"
                                : taker_ ? kNoNumbers
                                         : " is a socket in which descriptors "
                                           "are on their way");
    return good_ && (kind_ != QueueKind::kAlone ||
                     out_.add(image::FrameKind::kSender,
                              {sender, min<u64>(message.name_size,
                                                sizeof sender)}));
  }

  // Who reads a stream by pieces gets descriptors with the first byte of what they
  // were sent with: what a look gives in front of that is a message of its own.
  bool put(u8 *at, u64 size, Span<const i32> copies) {
    u64 plain = 0;
    if (!copies.empty() && kind_ == QueueKind::kStream &&
        !find_plain(at, size, plain))
      return false;
    if (plain) {
      memmove(at + image::frame_room(plain), at + plain, size - plain);
      out_.end(image::FrameKind::kMessage, plain);
      ++messages_;
    }
    out_.end(image::FrameKind::kMessage, size - plain);
    position_ += size;
    return copies.empty() ? (++messages_, true)
                          : taker_->take(*taker_, messages_++, copies);
  }

  // A look that cannot store the last byte gives what is whole: the kernel goes on
  // to a message's descriptors, behind others, however little it is asked for.
  bool find_plain(u8 *at, u64 size, u64 &plain) const {
    if (size < 2)
      return true;
    SysResult nowhere = sys::mmap(0, kPageSize, PROT_NONE,
                                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (!nowhere.ok())
      return false;
    fd::Vector parts[] = {
        {at, size - 1}, {reinterpret_cast<void *>(nowhere.address()), kPageSize}};
    fd::Message message = {nullptr, 0, parts, 2, nullptr, 0, 0};
    bool moved = look_from(position_);
    SysResult n =
        sys::call(__NR_recvmsg, fd_, &message, fd::kPeek | fd::kDontWait);
    moved = look_from(position_ + size) && moved;
    sys::munmap(nowhere.address(), kPageSize).ignore();
    plain = n.ok() ? static_cast<u64>(n.value()) : 0;
    return moved && (n.ok() || n.error() == EFAULT);
  }

  // Not an empty packet: of those, one behind all others is as good as the end.
  bool is_end() const {
    constexpr u64 kAskWaiting = 0x541b; // SIOCINQ
    constexpr short kHungUp = 0x2000;   // POLLRDHUP
    short found = 0;
    i32 waiting = 0;
    sys::poll_one(fd_, kHungUp, 0, found).ignore();
    sys::ioctl(fd_, kAskWaiting, &waiting).ignore();
    return !packets_ ||
           (found & kHungUp && position_ >= static_cast<u64>(waiting));
  }

  // Of others the kernel tells more with a message, as the program has asked.
  bool is_local() const {
    u32 domain = 0;
    return fd::get_number(fd_, SO_DOMAIN, domain) && domain == fd::kUnix;
  }

  static constexpr u64 kAside = 64 + image::frame_room(fd::kLongestAddress);
  static constexpr char kNoNumbers[] =
      " is a socket in which descriptors are on their way, and too few numbers "
      "are left for a look at them (ulimit -n)";
  int fd_;
  int peer_;
  QueueKind kind_;
  image::FrameWriter &out_;
  RightsTaker *taker_;
  u64 position_ = 0; // of the looks, in the bytes that wait
  u32 messages_ = 0;
  bool packets_ = false; // of a stream
  bool empty_ = false;   // some message is
  bool good_ = true;
};

} // namespace

bool copy_queue(int number, int peer, QueueKind kind, image::FrameWriter &out,
                Reason &why, RightsTaker *taker) {
  return Queue(number, peer, kind, out, taker).copy(why);
}

} // namespace ckpt
