// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pseudo terminals whose master is here.  A restart makes new ones, so a slave
// that another process has would lose its other side.
#include <asm/errno.h>
#include <asm/ioctls.h>
#include <asm/poll.h>

#include "runtime/ckpt/fd_record.h"
#include "runtime/ckpt/report.h"
#include "runtime/fd/child.h"
#include "runtime/fd/holder.h"
#include "runtime/fd/terminal_queue.h"

namespace ckpt {

namespace {

constexpr u64 kSlaveMajor = 136;  // admin-guide/devices.txt
constexpr u64 kNearlyFull = 3072; // of the 4095 characters a slave can have
constexpr u64 kFionread = 0x541b;

bool is_slave(const image::Descriptor &d, u32 index) {
  u64 major = d.rdev >> 8 & 0xfff;
  u64 minor = (d.rdev & 0xff) | (d.rdev >> 12 & 0xfff00);
  return (d.mode & fd::kTypeMask) == fd::kTypeCharacter &&
         major == kSlaveMajor && minor == index;
}

i32 ask(int fd, u64 request) {
  i32 value = 0;
  return sys::ioctl(fd, request, &value).ok() ? value : 0;
}

short poll_now(int fd, short events) {
  struct pollfd asked = {fd, events, 0};
  __kernel_timespec none = {};
  sys::call(__NR_ppoll, &asked, 1, &none, nullptr, 8).ignore();
  return asked.revents;
}

// A process that has the terminal `rdev` open; 0: none that may be looked at.
u64 find_holder(u64 rdev) {
  return fd::find_holder(
      static_cast<u64>(state.pid), 0, [&](const struct stat &st) {
        return (st.st_mode & fd::kTypeMask) == fd::kTypeCharacter &&
               st.st_rdev == rdev;
      });
}

class MasterReader {
public:
  MasterReader(Snapshot &snapshot, Reason &why) : to_(snapshot), why_(why) {}

  bool read(const image::Descriptor &d) {
    image::Content &content = to_.contents[d.content - 1];
    u32 index = static_cast<u32>(ask(d.number, TIOCGPTN));
    if (!alone(d, index))
      return false;
    int slave = adopt_slaves(d.content, index);
    if (!slave && poll_now(d.number, POLLIN) & POLLHUP)
      content.value[0] |= image::kHungUp;
    fd::TerminalPair pair = {d.number, -1, {}};
    if (!sys::ioctl(d.number, TCGETS2, &pair.modes).ok())
      return refuse(d, "is a terminal's master that cannot be looked at");
    image::FrameWriter out(to_.arena.array<u8>(kTerminalRoom));
    if (!out.add(
            image::FrameKind::kModes,
            {reinterpret_cast<const u8 *>(&pair.modes), sizeof pair.modes}))
      return refuse(d, "is a terminal's master, for which there is no room");
    bool good = true;
    bool opened = slave || content.value[0] & image::kHungUp;
    // To open the slave for the first time would be noticed: it ends once.
    if (!opened && poll_now(d.number, POLLIN) & POLLIN)
      return refuse(d, "is a terminal's master that was not read", kForNow);
    if (opened)
      good = take_queues(d, slave - 1, content.value[0], pair, out);
    content.size = out.bytes().size;
    to_.sources[d.content - 1].bytes = out.bytes();
    return good;
  }

private:
  // kForNow: another try may find it gone.
  enum When { kAlways, kForNow };
  bool refuse(const image::Descriptor &d, StringView what,
              When when = kAlways) {
    state.obstacle_may_pass = when == kForNow;
    why_.set(fd::name_of(d.number), " ", what);
    return false;
  }

  bool alone(const image::Descriptor &d, u32 index) {
    i32 session = ask(d.number, TIOCGSID);
    i32 own = static_cast<i32>(sys::call(__NR_getsid, 0).value());
    u64 minor = (index & 0xff) | u64{index & 0xfff00} << 12;
    u64 holder = session && session != own
                     ? static_cast<u64>(session)
                     : find_holder(kSlaveMajor << 8 | minor);
    if (!holder)
      return true;
    state.obstacle_may_pass = true;
    why_.set(fd::name_of(d.number), " is the master of the terminal /dev/pts/",
             index, ", which process ", holder, " has");
    return false;
  }

  // Its slaves are opened through it again.  1 + one of them for reading and
  // writing, or any; 0: there is none.
  int adopt_slaves(u32 master, u32 index) {
    int found = 0;
    bool both = false;
    for (image::Descriptor &d : to_.descriptors) {
      if (d.kind != image::FdKind::kTerminal || !is_slave(d, index))
        continue;
      d.kind = image::FdKind::kSlave;
      if (d.shares >= 0) {
        d.content = image::find_descriptor(
                        {to_.descriptors.data, to_.descriptors.size}, d.shares)
                        ->content;
      } else {
        image::Content &content = to_.contents[to_.contents.size];
        content = {};
        content.kind = d.kind;
        content.value[0] = master;
        content.flags = ask(d.number, TIOCGEXCL) ? u32{image::kExclusive} : 0;
        to_.sources[to_.contents.size] = {};
        d.content = static_cast<u32>(++to_.contents.size);
      }
      bool now = (d.open_flags & O_ACCMODE) == O_RDWR;
      if (!found || (now && !both))
        found = d.number + 1;
      both = both || now;
    }
    return found;
  }

  // What waits is read off and put in again.
  bool take_queues(const image::Descriptor &d, int slave, u64 flags,
                   fd::TerminalPair &pair, image::FrameWriter &out) {
    bool packets = flags & image::kPackets;
    if (packets && poll_now(d.number, POLLPRI) & POLLPRI)
      return refuse(d,
                    "has news of its terminal (TIOCPKT) that were "
                    "not read",
                    kForNow);
    SysResult peer = sys::ioctl(
        d.number, TIOCGPTPEER,
        reinterpret_cast<void *>(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    i32 before = 0;
    bool own = !peer.ok() && slave >= 0;
    if (own) // locked (TIOCSPTLCK), or exclusive (TIOCEXCL)
      before = static_cast<i32>(sys::fcntl(slave, F_GETFL).value());
    if (own && (before & O_ACCMODE) != O_RDWR)
      return refuse(d, "is a terminal's master that cannot be looked at");
    if (own)
      sys::fcntl(slave, F_SETFL, static_cast<u64>(before | O_NONBLOCK))
          .ignore();
    if (!own && !peer.ok()) // nobody can write to it
      return !poll_now(d.number, POLLIN) ||
             refuse(d, "is a terminal's master that was not read", kForNow);
    pair.slave = own ? slave : peer.fd();
    i32 off = 0, on = 1;
    if (packets)
      sys::ioctl(d.number, TIOCPKT, &off).ignore();
    bool good = take_and_put_back(d, pair, out);
    if (packets)
      sys::ioctl(d.number, TIOCPKT, &on).ignore();
    if (own)
      sys::fcntl(slave, F_SETFL, static_cast<u64>(before)).ignore();
    else
      sys::close(peer.fd()).ignore();
    return good;
  }

  bool take_and_put_back(const image::Descriptor &d,
                         const fd::TerminalPair &pair,
                         image::FrameWriter &out) {
    if (static_cast<u64>(ask(pair.slave, kFionread)) > kNearlyFull)
      return refuse(d,
                    "is the master of a terminal that holds more "
                    "input than can be looked at; read it",
                    kForNow);
    bool stopped = false;
    bool taken = fd::empty_terminal(pair, out, stopped);
    if (stopped)
      return refuse(d,
                    "is the master of a terminal whose output is "
                    "stopped (TCOOFF)",
                    kForNow);
    if (!fd::fill_terminal(pair, out.bytes()))
      error(fd::name_of(d.number), ": what the terminal held could not be put "
                                   "in again after it was looked at");
    return taken ||
           refuse(d, "is the master of a terminal that holds more than "
                     "can be saved");
  }

  Snapshot &to_;
  Reason &why_;
};

} // namespace

static bool is_of_terminal(const Snapshot &snapshot, int fd) {
  const image::Descriptor *d = image::find_descriptor(
      {snapshot.descriptors.data, snapshot.descriptors.size}, fd);
  return d && (d->kind == image::FdKind::kMaster ||
               d->kind == image::FdKind::kSlave ||
               d->kind == image::FdKind::kTerminal);
}

bool record_master(FdRecord &record) {
  i32 index = -1;
  if (!sys::ioctl(record.number, TIOCGPTN, &index).ok())
    return record.refuse("is a terminal's master of a kind that is not saved");
  if (!add_own_content(record, image::FdKind::kMaster))
    return false;
  image::Content &content = content_of(record);
  content.value[0] =
      (ask(record.number, TIOCGPTLCK) ? u64{image::kLockedSlave} : 0) |
      (ask(record.number, TIOCGPKT) ? u64{image::kPackets} : 0) |
      (ask(record.number, TIOCGEXCL) ? u64{image::kExclusive} : 0);
  sys::ioctl(record.number, TIOCGWINSZ, &content.value[1]).ignore();
  return true;
}

// A slave is opened beside them, which may have to be done in a child.
bool read_masters(Snapshot &snapshot, Reason &why) {
  constexpr int kMostOpen = 3;
  MasterReader reader(snapshot, why);
  for (const image::Descriptor &d : snapshot.descriptors) {
    if (d.kind != image::FdKind::kMaster || d.shares >= 0)
      continue;
    bool good = false, made = true;
    if (!sys::needs_keeper(kMostOpen))
      good = reader.read(d);
    else
      made = fd::in_child([&] {
        fd::make_room(kMostOpen, [&](int fd) {
          return fd == 2 || is_of_terminal(snapshot, fd);
        });
        good = reader.read(d);
      });
    if (!made)
      return refuse_without_numbers(why);
    if (!good)
      return false;
  }
  return true;
}

} // namespace ckpt
