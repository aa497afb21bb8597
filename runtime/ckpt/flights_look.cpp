// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The child's part: looks into the sockets that the process has found, and into
// those that it finds on their way itself.
#include <asm/errno.h>

#include "runtime/ckpt/fd_provenance.h"
#include "runtime/ckpt/fd_record.h"
#include "runtime/ckpt/fd_socket_queue.h"
#include "runtime/ckpt/flights.h"
#include "runtime/fd/socket.h"
#include "runtime/proc/fdinfo_objects.h"
#include "runtime/proc/read_file.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

constexpr char kTooMany[] =
    " is a socket in which more descriptors are on their way than can be saved";

QueueKind kind_of(int fd) {
  u32 type = 0;
  fd::get_number(fd, SO_TYPE, type);
  return type == fd::kDatagram ? QueueKind::kAlone : QueueKind::kStream;
}

class Looker : RightsTaker {
public:
  Looker(Flights &to, Reason &why)
      : RightsTaker{take_these}, to_(to), why_(why) {}

  bool look_all() {
    for (size_t i = 0; i < to_.queues.size; ++i)
      if (!look(to_.queues[i]))
        return false;
    return true;
  }

private:
  bool look(FlightQueue &queue) {
    fd_ = queue.fd;
    queue.first = static_cast<u32>(to_.rights.size);
    Span<u64> room = to_.arena.array<u64>(
        min(socket_room(fd_), to_.arena.left()) / sizeof(u64));
    image::FrameWriter frames(
        {reinterpret_cast<u8 *>(room.data), room.size * sizeof(u64)});
    if (!copy_queue(fd_, -1, kind_of(fd_), frames, why_, this))
      return false;
    queue.count = static_cast<u32>(to_.rights.size) - queue.first;
    queue.frames = frames.bytes();
    to_.arena.shrink(room, queue.frames.size / sizeof(u64));
    return true;
  }

  static bool take_these(RightsTaker &self, u32 message,
                         Span<const i32> copies) {
    Looker &looker = static_cast<Looker &>(self);
    for (i32 copy : copies)
      if (!looker.take_one(message, copy))
        return false;
    return true;
  }

  bool take_one(u32 message, i32 copy) {
    i32 number = 0;
    if (to_.rights.size == image::kMostFlights || !find(copy, number)) {
      if (why_.empty())
        why_.set(fd::name_of(fd_), kTooMany);
      return false;
    }
    to_.rights.data[to_.rights.size++] = {message, number};
    return true;
  }

  // The program's own descriptor of the same description, or a copy; one of each
  // is enough.
  bool find(i32 copy, i32 &number) {
    struct stat st;
    if (!sys::fstat(copy, st).ok())
      return false;
    auto is_same = [&](const auto &other, i32 fd) {
      return other.device == st.st_dev && other.inode == st.st_ino &&
             compare_descriptions(copy, fd) == Order::kSame;
    };
    for (const OwnFile &own : to_.own)
      if (is_same(own, own.number)) {
        number = own.number;
        return sys::close(copy).ok();
      }
    for (size_t i = 0; i < to_.copies.size; ++i)
      if (is_same(to_.copies[i], to_.copies[i].fd)) {
        number = -1 - static_cast<i32>(i);
        return sys::close(copy).ok();
      }
    number = -1 - static_cast<i32>(to_.copies.size);
    if (to_.copies.size == image::kMostFlights)
      return false;
    to_.copies.data[to_.copies.size++] = {st.st_dev, st.st_ino, copy, -1};
    return (st.st_mode & fd::kTypeMask) != fd::kTypeSocket ||
           !count_rights(copy) || add_queue(copy, st.st_ino);
  }

  // In a socket that is on its way itself more may be so.
  bool add_queue(i32 fd, u64 inode) {
    if (to_.queue_of(inode))
      return true;
    if (to_.queues.size == to_.queue_room)
      return false;
    to_.queues.data[to_.queues.size++] = {inode, fd, 0, 0, {}};
    return true;
  }

  Flights &to_;
  Reason &why_;
  i32 fd_ = -1; // that is looked into
};

// In messages of one descriptor each, in their order.
bool send_copies(const Flights &flights, int to, Reason &why) {
  for (const CopiedFile &copy : flights.copies) {
    u8 byte = 0;
    SysResult sent = fd::send_rights(to, {&byte, 1}, {&copy.fd, 1});
    if (sent.ok())
      continue;
    why.set("descriptors that are on their way through a socket cannot be looked "
            "at (errno ", sent.error(), ")");
    return false;
  }
  return true;
}

} // namespace

u64 count_rights(int number) {
  Text<64> path("/proc/thread-self/fdinfo/", number);
  u32 domain = 0, listens = 0;
  u64 count = 0;
  Reason unread;
  if (!fd::get_number(number, SO_DOMAIN, domain) || domain != fd::kUnix ||
      (fd::get_number(number, SO_ACCEPTCONN, listens) && listens))
    return 0;
  bool read = proc::each_line(path.c_str(), unread, [&](StringView line) {
    return proc::parse_rights_line(line, count);
  });
  return read ? count : 0;
}

bool look_for_flights(Flights &flights, int to, Reason &why) {
  return Looker(flights, why).look_all() && send_copies(flights, to, why);
}

} // namespace ckpt
