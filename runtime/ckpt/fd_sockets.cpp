// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sockets: listening, bound, new, and connected ones of which both ends are in
// the process.  What waits in them is looked at (MSG_PEEK), not taken.
#include <asm/errno.h>
#include <asm/poll.h>

#include "runtime/ckpt/fd_record.h"
#include "runtime/ckpt/fd_socket_queue.h"
#include "runtime/ckpt/fd_sockets.h"
#include "runtime/fd/faults.h"
#include "runtime/fd/socket_options.h"
#include "runtime/fd/unix_sockets.h"
#include "runtime/image/frames.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

constexpr u64 kRoom = 64 << 10; // for addresses and options

bool add_address(int number, u64 call, image::FrameKind kind,
                 image::FrameWriter &out) {
  fd::SocketName name;
  return !get_name(number, call, name) || name.size <= fd::kFamilySize ||
         out.add(kind, {name.bytes, name.size});
}

bool add_options(FdRecord &record, image::FrameWriter &out) {
  for (const fd::SocketOption &option : fd::kSocketOptions) {
    u32 frame[2 + fd::kLongestOption / sizeof(u32)] = {option.level,
                                                       option.name};
    u32 size = fd::kLongestOption;
    if (!fd::get_option(record.number, option.level, option.name, frame + 2,
                        size)
             .ok() ||
        !size)
      continue;
    if (size >= fd::kLongestOption)
      return record.refuse("is a socket with an option that is too long to be "
                           "saved");
    if (option.doubled)
      frame[2] /= 2;
    if (!out.add(image::FrameKind::kOption,
                 {reinterpret_cast<u8 *>(frame), 2 * sizeof(u32) + size}))
      return record.refuse("is a socket for which there is no room");
  }
  return true;
}

// What works on a connection's bytes underneath (TLS), or was taken apart.
bool has_hidden_layer(int number) {
  constexpr u32 kLayer = 31, kRepair = 19; // TCP_ULP, TCP_REPAIR
  char name[16] = {};
  u32 size = sizeof name, repair = 0, repair_size = sizeof repair;
  return (fd::get_option(number, fd::kLevelTcp, kLayer, name, size).ok() && size) ||
         (fd::get_option(number, fd::kLevelTcp, kRepair, &repair, repair_size)
              .ok() &&
          repair);
}

// Its name may have been taken away from the file system.
void look_for_name(const FdRecord &record, image::Content &content) {
  constexpr size_t kPath = 2; // sun_path
  fd::SocketName name;
  struct stat st;
  if (!get_name(record.number, __NR_getsockname, name) ||
      name.size <= kPath || name.size >= sizeof name.bytes ||
      !name.bytes[kPath])
    return;
  name.bytes[name.size] = 0;
  SysResult found =
      sys::lstat(reinterpret_cast<const char *>(name.bytes + kPath), st);
  if (found.error() == ENOENT)
    content.flags |= image::kNameGone;
}

bool judge_unix(FdRecord &record, image::Content &content,
                ContentSource &source) {
  if (events_of(record.number) & POLLPRI)
    return refuse(record, "is a socket with urgent data that was not received");
  fd::UnixSocket about;
  u32 listens = 0;
  if (!fd::ask_unix_socket(record.st.st_ino, about))
    return record.refuse("is a local socket, and the kernel does not tell who "
                         "is connected to it (sock_diag)");
  fd::get_number(record.number, SO_ACCEPTCONN, listens);
  if (listens || !about.has_peer || content.value[1] == fd::kDatagram)
    look_for_name(record, content);
  if (listens) {
    content.flags |= image::kListening;
    content.value[3] = about.backlog;
    source.waiting = about.waiting;
  }
  if (listens || !about.has_peer)
    return true;
  if (about.shut & 1)
    content.flags |= image::kShutRead;
  if (about.shut & 2)
    content.flags |= image::kShutWrite;
  // Or in a queue, where an end has no inode: a closed one has shut both sides.
  if (!about.peer) {
    bool closed = about.shut == 3 || content.value[1] == fd::kDatagram;
    content.flags |= closed ? image::kPeerGone : image::kWaits;
    source.waiting = about.backlog; // bytes that it has sent
  }
  source.peer = about.peer;
  return true;
}

// Answers and events that wait would be lost.
bool judge_netlink(FdRecord &record) {
  return !is_readable(record.number) ||
         refuse(record, "is a socket with messages that wait to be received");
}

bool has_filter(int number) {
  u32 size = 0;
  SysResult got =
      fd::get_option(number, SOL_SOCKET, SO_GET_FILTER, nullptr, size);
  return got.error() == EACCES || (got.ok() && size);
}

// Its peer, by the inode that the kernel tells; 0: another process's.
size_t find_peer(const Snapshot &snapshot, size_t index) {
  u64 peer = snapshot.sources[index].peer;
  for (size_t i = 0; i < snapshot.contents.size; ++i)
    if (snapshot.contents[i].kind == image::FdKind::kSocket &&
        snapshot.sources[i].inode == peer &&
        snapshot.sources[i].peer == snapshot.sources[index].inode)
      return i + 1;
  return 0;
}

bool is_same(Bytes a, Bytes b) {
  return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

// Where the job is killed the kernel keeps its connections' names for a minute,
// from sockets that did not ask for SO_REUSEADDR, and so from a restart.  What is
// connected already means the same with it.
void let_bind_again(int number) {
  u32 yes = 1;
  fd::set_option(number, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes).ignore();
}

class SocketReader {
public:
  SocketReader(Snapshot &snapshot, Reason &why) : to_(snapshot), why_(why) {}

  // Of socket after socket, so that they are in order.
  void finish() { to_.flights.records.size = flights_; }

  bool read(size_t index) {
    image::Content &content = to_.contents[index];
    ContentSource &source = to_.sources[index];
    // One that sends to a name does so again, whoever has it; but two that send
    // to each other are a pair.
    if (source.peer && content.value[1] == fd::kDatagram &&
        !find_peer(to_, index)) {
      fd::SocketName name;
      if (get_name(source.reader(), __NR_getpeername, name) &&
          name.size > fd::kFamilySize)
        source.peer = 0;
    }
    bool local = content.value[0] == fd::kUnix;
    bool paired = source.peer != 0;
    if (paired)
      content.value[3] = find_peer(to_, index);
    if (paired && !content.value[3]) {
      state.obstacle_may_pass = true;
      why_.set(fd::name_of(source.reader()), " ", fd::connected_fault());
      return false;
    }
    bool pair = paired || content.flags & image::kPeerGone;
    fd::SocketName own;
    if (local && pair && get_name(source.reader(), __NR_getsockname, own) &&
        own.size > fd::kFamilySize)
      content.flags |= image::kHasName;
    if (!add_names(source, local, pair))
      return no_room(source);
    if (!copy(index, pair))
      return false;
    source.bytes = source.frames.bytes();
    content.size = source.bytes.size;
    return true;
  }

private:
  bool no_room(const ContentSource &source) {
    why_.set(fd::name_of(source.reader()),
             " is a socket for which there is no room");
    return false;
  }

  bool add_names(ContentSource &source, bool local, bool pair) {
    return add_address(source.reader(), __NR_getsockname,
                       image::FrameKind::kAddress, source.frames) &&
           ((local && pair) ||
            add_address(source.reader(), __NR_getpeername,
                        local ? image::FrameKind::kPeer
                              : image::FrameKind::kAddress,
                        source.frames));
  }

  bool copy(size_t index, bool pair) {
    const image::Content &content = to_.contents[index];
    ContentSource &source = to_.sources[index];
    int peer = content.value[3] && pair
                   ? to_.sources[content.value[3] - 1].reader()
                   : -1;
    bool local = content.value[0] == fd::kUnix;
    bool stream = content.value[1] == fd::kStream;
    if (content.flags & (u32{image::kListening} | image::kWaits) ||
        content.value[0] == fd::kNetlink)
      return true;
    // It could not send again what is taken out.
    if (local && peer >= 0 &&
        (content.flags & image::kShutRead ||
         to_.contents[content.value[3] - 1].flags & image::kShutWrite))
      peer = -1;
    if (!local && stream)
      return !pair || copy_tcp(source.reader(), peer, to_.arena,
                                source.frames, why_);
    if (local && !pair && content.value[1] != fd::kDatagram)
      return true; // not connected yet
    QueueKind kind = !pair ? QueueKind::kAlone
                     : content.value[1] == fd::kDatagram ? QueueKind::kPair
                                                         : QueueKind::kStream;
    const FlightQueue *looked =
        local ? to_.flights.queue_of(source.inode) : nullptr;
    bool copied =
        looked ? add_flights(index, *looked, kind)
               : copy_queue(source.reader(), peer, kind, source.frames, why_);
    return copied &&
           (kind != QueueKind::kAlone || !local || senders_are_here(source));
  }

  // Its messages are copied already (flights.h).
  bool add_flights(size_t index, const FlightQueue &from, QueueKind kind) {
    ContentSource &source = to_.sources[index];
    image::FrameView frame;
    for (Bytes rest = from.frames; image::next_frame(rest, frame);) {
      bool message = frame.kind == image::FrameKind::kMessage;
      if (!message && kind != QueueKind::kAlone)
        continue;
      if (message && frame.bytes.empty() && kind != QueueKind::kAlone) {
        state.obstacle_may_pass = true;
        why_.set(fd::name_of(source.reader()), " is a socket in which "
                 "descriptors and empty messages are on their way");
        return false;
      }
      if (!source.frames.add(frame.kind, frame.bytes))
        return no_room(source);
    }
    Span<image::Flight> &records = to_.flights.records;
    for (u32 i = from.first; i < from.first + from.count; ++i) {
      const FlightRight &right = to_.flights.rights[i];
      records[flights_++] = {static_cast<u32>(index), right.message,
                             right.number};
    }
    return true;
  }

  // What another process has sent by a name of its own is answered by that name,
  // which only it has.
  bool senders_are_here(const ContentSource &source) {
    image::FrameView frame;
    for (Bytes rest = source.frames.bytes(); image::next_frame(rest, frame);)
      if (frame.kind == image::FrameKind::kSender &&
          frame.bytes.size > fd::kFamilySize && !has_name(frame.bytes)) {
        state.obstacle_may_pass = true;
        why_.set(fd::name_of(source.reader()), " is a socket with messages of "
                 "another process that wait to be received");
        return false;
      }
    return true;
  }

  bool has_name(Bytes wanted) const {
    for (size_t i = 0; i < to_.contents.size; ++i) {
      fd::SocketName name;
      if (to_.contents[i].kind == image::FdKind::kSocket &&
          get_name(to_.sources[i].reader(), __NR_getsockname, name) &&
          is_same(wanted, {name.bytes, name.size}))
        return true;
    }
    return false;
  }

  Snapshot &to_;
  Reason &why_;
  size_t flights_ = 0;
};

} // namespace

bool refuse(FdRecord &record, StringView what) {
  state.obstacle_may_pass = true;
  return record.refuse(what);
}

bool get_name(int number, u64 call, fd::SocketName &name) {
  name.size = sizeof name.bytes;
  return sys::call(call, number, name.bytes, &name.size).ok() &&
         name.size <= sizeof name.bytes;
}

u64 socket_room(int number) {
  u32 buffer = 0, domain = 0;
  u32 used[16] = {}, size = sizeof used; // the first: of what was received
  fd::get_number(number, SO_SNDBUF, buffer);
  if (fd::get_number(number, SO_DOMAIN, domain) && domain == fd::kUnix)
    return kRoom + 4 * u64{buffer};
  if (!fd::get_option(number, SOL_SOCKET, SO_MEMINFO, used, size).ok())
    used[0] = buffer;
  return 2 * kRoom + 2 * u64{used[0]};
}

bool record_socket(FdRecord &record) {
  bool is_new = false;
  if (!add_content(record, image::FdKind::kSocket, is_new) || !is_new)
    return true;
  image::Content &content = content_of(record);
  ContentSource &source = record.to.sources[record.d.content - 1];
  u32 domain = 0, type = 0, protocol = 0;
  fd::get_number(record.number, SO_DOMAIN, domain);
  fd::get_number(record.number, SO_TYPE, type);
  fd::get_number(record.number, SO_PROTOCOL, protocol);
  content.value[0] = domain;
  content.value[1] = type;
  content.value[2] = protocol;
  if (!fd::saves_socket(domain, type, protocol))
    return refuse(record, fd::socket_fault());
  if (has_filter(record.number))
    return refuse(record, "is a socket with a packet filter, which is "
                                  "not saved");
  if (protocol == 6 /* IPPROTO_TCP */ && has_hidden_layer(record.number))
    return refuse(record, "is a socket with an upper layer of the kernel's "
                          "(TCP_ULP) or under repair (TCP_REPAIR)");
  if (domain == fd::kUnix        ? !judge_unix(record, content, source)
      : domain == fd::kNetlink   ? !judge_netlink(record)
                                 : type == fd::kStream &&
                                     !judge_tcp(record, content, source))
    return false;
  bool connected =
      source.peer || content.flags & (u32{image::kPeerGone} | image::kWaits);
  bool tcp = connected && domain != fd::kUnix && type == fd::kStream;
  source.frames =
      image::FrameWriter(record.to.arena.array<u8>(socket_room(record.number)));
  if (!add_options(record, source.frames))
    return false;
  if (tcp)
    let_bind_again(record.number);
  return (type != fd::kDatagram || add_groups(record, domain, source.frames));
}

bool read_sockets(Snapshot &snapshot, Reason &why) {
  SocketReader reader(snapshot, why);
  if (!settle_accept_queues(snapshot, why))
    return false;
  for (size_t i = 0; i < snapshot.contents.size; ++i)
    if (snapshot.contents[i].kind == image::FdKind::kSocket && !reader.read(i))
      return false;
  reader.finish();
  return true;
}

} // namespace ckpt
