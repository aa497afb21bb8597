// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sockets that are connected to nobody else: listening, bound, new, and pairs
// within the process.  What waits in a pair is looked at (MSG_PEEK), not taken.
#include <asm/errno.h>
#include <linux/in.h>
#include <linux/tcp.h>

#include "runtime/ckpt/fd_record.h"
#include "runtime/fd/faults.h"
#include "runtime/fd/socket.h"
#include "runtime/fd/unix_sockets.h"
#include "runtime/image/frames.h"

namespace ckpt {

namespace {

constexpr u64 kTcpListening = 10, kTcpClosed = 7; // linux/tcp.h
constexpr int kPeekOffset = SO_PEEK_OFF;
constexpr u64 kFionread = 0x541b; // asm-generic/ioctls.h
constexpr u64 kRoom = 64 << 10; // for addresses and options

// Not now, but when the program has closed it or is done with it.
bool refuse(FdRecord &record, StringView what) {
  state.obstacle_may_pass = true;
  return record.refuse(what);
}

bool add_address(FdRecord &record, u64 call, image::FrameWriter &out) {
  u8 name[fd::kLongestAddress] = {};
  u32 size = sizeof name;
  if (!sys::call(call, record.number, name, &size).ok() ||
      size <= fd::kFamilySize || size > sizeof name)
    return true;
  return out.add(image::FrameKind::kAddress, {name, size});
}

bool add_options(FdRecord &record, image::FrameWriter &out) {
  for (const fd::SocketOption &option : fd::kSocketOptions) {
    u32 frame[2 + fd::kLongestOption / sizeof(u32)] = {option.level,
                                                       option.name};
    u32 size = fd::kLongestOption;
    if (!fd::get_option(record.number, option.level, option.name, frame + 2,
                        size)
             .ok())
      continue;
    if (option.doubled)
      frame[2] /= 2;
    if (!out.add(image::FrameKind::kOption,
                 {reinterpret_cast<u8 *>(frame), 2 * sizeof(u32) + size}))
      return false;
  }
  return true;
}

// The state of a TCP socket, and with it how many connections may wait.
bool judge_tcp(FdRecord &record, image::Content &content) {
  struct tcp_info info = {};
  u32 size = sizeof info;
  if (!fd::get_option(record.number, fd::kLevelTcp, TCP_INFO, &info, size).ok())
    return record.refuse(fd::socket_fault());
  if (info.tcpi_state == kTcpClosed)
    return true;
  if (info.tcpi_state != kTcpListening)
    return refuse(record, fd::connected_fault());
  if (info.tcpi_unacked)
    return refuse(record, "is a socket with connections that wait to "
                                  "be accepted");
  content.flags = image::kListening;
  content.value[3] = info.tcpi_sacked;
  return true;
}

u32 waiting(int number) {
  u32 bytes = 0;
  return sys::ioctl(number, kFionread, &bytes).ok() ? bytes : 0;
}

bool judge_unix(FdRecord &record, image::Content &content,
                ContentSource &source) {
  fd::UnixSocket about;
  u32 listens = 0;
  if (!fd::ask_unix_socket(record.st.st_ino, about))
    return record.refuse("is a local socket, and the kernel does not tell who "
                         "is connected to it (sock_diag)");
  fd::get_number(record.number, SO_ACCEPTCONN, listens);
  if (listens && about.waiting)
    return refuse(record, "is a socket with connections that wait to "
                                  "be accepted");
  if (listens) {
    content.flags = image::kListening;
    content.value[3] = about.backlog;
    return true;
  }
  if (!about.has_peer)
    return content.value[1] != fd::kDatagram || !waiting(record.number) ||
           refuse(record, "is a socket with messages that wait to be "
                                  "received");
  if (about.shut & 1)
    content.flags |= image::kShutRead;
  if (about.shut & 2)
    content.flags |= image::kShutWrite;
  if (!about.peer)
    content.flags |= image::kPeerGone;
  source.peer = about.peer;
  return true;
}

// Copies what waits to be received.  A look at an empty datagram is marked in
// it, and another look passes it over: so datagrams are first looked at, for
// descriptors on their way, and then taken out and sent again by `peer`, in
// whose room they were.
class Queue {
public:
  Queue(int number, int peer, bool datagrams, image::FrameWriter &out)
      : fd_(number), peer_(peer), datagrams_(datagrams), out_(out) {}

  bool copy(Reason &why) {
    i32 before = -1, none = 0;
    u32 size = sizeof before, no_credentials = 0, credentials = 0;
    fd::get_option(fd_, SOL_SOCKET, kPeekOffset, &before, size).ignore();
    fd::get_number(fd_, SO_PASSCRED, credentials);
    fd::set_option(fd_, SOL_SOCKET, SO_PASSCRED, &no_credentials,
                   sizeof no_credentials)
        .ignore();
    bool can = fd::set_option(fd_, SOL_SOCKET, kPeekOffset, &none, sizeof none)
                   .ok();
    image::FrameWriter start = out_;
    while (can && copy_one(fd::kPeek, why)) {
    }
    if (can && good_ && datagrams_ && peer_ >= 0) {
      out_ = start;
      while (copy_one(0, why)) {
      }
      send_again(start);
    }
    fd::set_option(fd_, SOL_SOCKET, kPeekOffset, &before, sizeof before)
        .ignore();
    fd::set_option(fd_, SOL_SOCKET, SO_PASSCRED, &credentials,
                   sizeof credentials)
        .ignore();
    if (!can)
      why.set(fd::name_of(fd_), " is a local socket that the kernel does not "
                                "let be looked into (SO_PEEK_OFF)");
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
    u64 room = out_.left() > 64 ? out_.left() - 64 : 0;
    u8 *at = out_.begin(room);
    fd::Vector vector = {at, room};
    fd::Message message = {nullptr, 0, &vector, 1, nullptr, 0, 0};
    SysResult n = at ? sys::call(__NR_recvmsg, fd_, &message,
                                 peek | fd::kDontWait)
                     : SysResult(-ENOBUFS);
    if (n.error() == EAGAIN)
      return false;
    if (n.ok() && n.value() == 0 && !datagrams_) // the end, or an empty packet
      return false;
    good_ = n.ok() && !(message.flags & (fd::kControlCut | fd::kTruncated));
    if (good_)
      out_.end(image::FrameKind::kMessage, static_cast<u64>(n.value()));
    else
      why.set(fd::name_of(fd_),
              message.flags & fd::kControlCut
                  ? " is a socket in which descriptors are on their way"
                  : " is a socket that holds more than can be saved");
    return good_;
  }

  int fd_;
  int peer_; // -1: closed
  bool datagrams_;
  image::FrameWriter &out_;
  bool good_ = true;
};

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

} // namespace

u64 socket_room(int number) {
  u32 buffer = 0;
  fd::get_number(number, SO_SNDBUF, buffer);
  return kRoom + 4 * u64{buffer};
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
  bool local = domain == fd::kUnix;
  if (local ? !judge_unix(record, content, source)
            : type == fd::kStream && !judge_tcp(record, content))
    return false;
  image::FrameWriter out(
      record.to.arena.array<u8>(socket_room(record.number)));
  source.frames = out;
  bool paired = source.peer || content.flags & image::kPeerGone;
  return ((paired || add_address(record, __NR_getsockname, source.frames)) &&
          (local || add_address(record, __NR_getpeername, source.frames)) &&
          add_options(record, source.frames)) ||
         record.refuse("is a socket for which there is no room");
}

bool read_sockets(Snapshot &snapshot, Reason &why) {
  for (size_t i = 0; i < snapshot.contents.size; ++i) {
    image::Content &content = snapshot.contents[i];
    ContentSource &source = snapshot.sources[i];
    if (content.kind != image::FdKind::kSocket)
      continue;
    bool connected = source.peer != 0;
    if (connected)
      content.value[3] = find_peer(snapshot, i);
    if (connected && !content.value[3]) {
      state.obstacle_may_pass = true;
      why.set(fd::name_of(source.reader()), " ", fd::connected_fault());
      return false;
    }
    bool pair = connected || content.flags & image::kPeerGone;
    int peer = connected ? snapshot.sources[content.value[3] - 1].reader() : -1;
    bool datagrams = content.value[1] == fd::kDatagram;
    if (pair &&
        !Queue(source.reader(), peer, datagrams, source.frames).copy(why))
      return false;
    source.bytes = source.frames.bytes();
    content.size = source.bytes.size;
  }
  return true;
}

} // namespace ckpt
