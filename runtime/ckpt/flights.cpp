// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/flights.h"

#include <asm/errno.h>

#include "runtime/ckpt/fd_record.h"
#include "runtime/fd/child.h"
#include "runtime/fd/list.h"
#include "runtime/fd/socket.h"
#include "runtime/proc/fdinfo.h"
#include "runtime/proc/read_file.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

constexpr u64 kMostQueues = 1024;
constexpr u64 kMostInside = 64;  // sockets on their way with messages themselves
constexpr u64 kInsideRoom = 1 << 20; // for the messages of one

struct Found {
  u64 sockets = 0, rights = 0, room = 0, descriptors = 0;
};

bool is_saved_socket(int number, const struct stat &st) {
  return (st.st_mode & fd::kTypeMask) == fd::kTypeSocket &&
         !find_provenance(number, st).entry;
}

// The arena is made when it is known that there is something to look at.
bool count(Found &found) {
  return fd::each_descriptor([&](u64 number) {
    int fd = static_cast<int>(number);
    struct stat st;
    ++found.descriptors;
    if (!sys::fstat(fd, st).ok() || !is_saved_socket(fd, st))
      return true;
    u64 rights = count_rights(fd);
    if (!rights)
      return true;
    ++found.sockets;
    found.rights += rights;
    found.room += socket_room(fd);
    return true;
  });
}

bool reserve(Flights &flights, const Found &found, Reason &why) {
  Arena &arena = flights.arena;
  flights.queue_room = found.sockets + kMostQueues;
  u64 size = found.descriptors * sizeof(OwnFile) +
             flights.queue_room * sizeof(FlightQueue) +
             image::kMostFlights * (sizeof(CopiedFile) + sizeof(FlightRight)) +
             found.room + min(found.rights, kMostInside) * kInsideRoom +
             kPageSize;
  SysResult reserved = arena.reserve(size);
  if (!reserved.ok()) {
    why.set("no address space for a look at descriptors that are on their way "
            "through sockets (errno ", reserved.error(), "); is ulimit -v set?");
    return false;
  }
  flights.own = arena.array<OwnFile>(found.descriptors);
  flights.queues = arena.array<FlightQueue>(flights.queue_room);
  flights.copies = arena.array<CopiedFile>(image::kMostFlights);
  flights.rights = arena.array<FlightRight>(image::kMostFlights);
  flights.queues.size = flights.copies.size = flights.rights.size = 0;
  return true;
}

// What is here, and which sockets are looked into first.
bool list(Flights &flights) {
  size_t own = 0, queues = 0;
  bool listed = fd::each_descriptor([&](u64 number) {
    int fd = static_cast<int>(number);
    struct stat st;
    if (own == flights.own.size || !sys::fstat(fd, st).ok())
      return true;
    flights.own[own++] = {st.st_dev, st.st_ino, fd};
    if (queues == flights.queue_room || !is_saved_socket(fd, st) ||
        !count_rights(fd) || flights.queue_of(st.st_ino))
      return true;
    flights.queues.data[queues++] = {st.st_ino, fd, 0, 0, {}};
    flights.queues.size = queues;
    return true;
  });
  flights.own.size = own;
  return listed;
}

// By this descriptor: a lock is told by that one alone that it was set by.
bool has_record_lock(int number) {
  Text<64> path("/proc/thread-self/fdinfo/", number);
  bool found = false;
  Reason unread;
  bool read = proc::each_line(path.c_str(), unread, [&](StringView line) {
    proc::FdInfo info;
    proc::LockLine lock;
    bool is_lock = false;
    found = found || (proc::parse_fdinfo_line(line, info, lock, is_lock) &&
                      is_lock && lock.kind == proc::LockLine::kPosix);
    return true;
  });
  return found || !read;
}

// Objects of the kernel's own have one inode together, and no locks.
bool closing_costs_no_lock(const Flights &flights, Reason &why) {
  for (const CopiedFile &copy : flights.copies)
    for (const OwnFile &own : flights.own) {
      struct stat st;
      if (own.device != copy.device || own.inode != copy.inode ||
          !sys::fstat(own.number, st).ok() || !(st.st_mode & fd::kTypeMask) ||
          !has_record_lock(own.number))
        continue;
      why.set(fd::name_of(own.number), " has record locks (F_SETLK) on a file of "
              "which another descriptor is on its way through a socket: to look "
              "at that would drop them");
      return false;
    }
  return true;
}

// They come in ascending order: the kernel gives the lowest free number.
bool receive_copies(Flights &flights, int from, Reason &why) {
  for (CopiedFile &copy : flights.copies) {
    u8 byte;
    alignas(u64) u8 control[fd::kControlRoom];
    fd::Vector vector = {&byte, 1};
    fd::Message message = {nullptr, 0, &vector, 1, control, sizeof control, 0};
    SysResult n = sys::call(__NR_recvmsg, from, &message,
                            fd::kDontWait | fd::kCloseOnExec);
    if (n.ok() && message.control_size > sizeof(fd::Control) &&
        !(message.flags & fd::kControlCut)) {
      memcpy(&copy.number, control + sizeof(fd::Control), sizeof copy.number);
      continue;
    }
    why.set(flights.copies.size, " descriptors are on their way through sockets, "
            "and a checkpoint needs a free number for each (ulimit -Hn)");
    return false;
  }
  return true;
}

bool look(Flights &flights, Reason &why) {
  int ends[2];
  SysResult pair = sys::call(__NR_socketpair, fd::kUnix,
                             fd::kSequenced | u32{O_CLOEXEC}, 0, ends);
  if (!pair.ok()) {
    why.set("descriptors are on their way through sockets, and no descriptor is "
            "left for a look at them (errno ", pair.error(), ")");
    return false;
  }
  bool good = false;
  bool made =
      fd::in_child([&] { good = look_for_flights(flights, ends[1], why); });
  sys::close(ends[1]).ignore();
  if (!made)
    why.set("descriptors are on their way through sockets, and no process can be "
            "made for a look at them (ulimit -u)");
  good = made && good && closing_costs_no_lock(flights, why) &&
         receive_copies(flights, ends[0], why);
  sys::close(ends[0]).ignore();
  if (!good && why.empty())
    why.set("descriptors are on their way through sockets and cannot be looked "
            "at");
  return good;
}

void settle_numbers(Flights &flights) {
  for (FlightRight &right : flights.rights)
    if (right.number < 0)
      right.number =
          flights.copies[static_cast<size_t>(-1 - right.number)].number;
}

} // namespace

const FlightQueue *Flights::queue_of(u64 inode) const {
  for (const FlightQueue &queue : queues)
    if (queue.inode == inode)
      return &queue;
  return nullptr;
}

bool Flights::is_copy(int number) const {
  const CopiedFile *copy = first_not(
      copies, [&](const CopiedFile &each) { return each.number < number; });
  return copy != copies.end() && copy->number == number;
}

bool find_flights(Snapshot &snapshot, Reason &why) {
  Found found;
  Flights &flights = snapshot.flights;
  if (!count(found) || !found.sockets)
    return true; // what cannot be read is said by who needs it
  if (!reserve(flights, found, why) || !list(flights) || !look(flights, why)) {
    state.obstacle_may_pass = true;
    return false;
  }
  settle_numbers(flights);
  return true;
}

void end_flights(Flights &flights) {
  for (const CopiedFile &copy : flights.copies)
    if (copy.number >= 0)
      sys::close(copy.number).ignore();
  flights.arena.release();
  flights = {};
}

} // namespace ckpt
