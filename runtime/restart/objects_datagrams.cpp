// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What waited in sockets of datagrams: each is sent again by the socket that has
// its sender's name, or by one that takes that name for a moment.  From
// addresses that are nobody's here (of the internet) nothing can be sent; such
// datagrams are lost, as any may be.
#include <asm/errno.h>

#include "runtime/abi/shown_number.h"
#include "runtime/ckpt/report.h"
#include "runtime/restart/socket_saved.h"
#include "runtime/sys/keeper.h"
#include "runtime/sys/memory.h"

namespace ckpt::restart {

namespace {

bool is_datagrams(const image::Content &content) {
  return content.kind == image::FdKind::kSocket &&
         content.value[1] == fd::kDatagram && !content.value[3] &&
         !(content.flags & image::kPeerGone) &&
         content.value[0] != fd::kNetlink;
}

class Sender {
public:
  Sender(const ImageFile &image, Span<const int> fds)
      : image_(image), fds_(fds) {}

  void connect_all() {
    for (size_t i = 0; i < fds_.size; ++i) {
      Saved saved;
      Reason unread; // it was read before
      if (!has_datagrams(i) ||
          !read_saved(image_, index_of(i), saved, unread) ||
          !saved.peer_by_name)
        continue;
      SysResult done = sys::call(__NR_connect, fds_[i], saved.other.name,
                                 saved.other.size);
      if (!done.ok())
        notice("descriptor ",
               __ckpt_shown_number(image_.view.descriptors[i].number),
               " sends to a socket that is not there (errno ", done.error(),
               "); it is not connected any more");
    }
  }

  // False: descriptors are lost.
  bool send_all() {
    for (size_t i = 0; i < fds_.size; ++i) {
      Saved saved;
      Reason unread;
      if (has_datagrams(i) && read_saved(image_, index_of(i), saved, unread) &&
          !send(fds_[i], saved, {image_.view, fds_, index_of(i)}))
        return false;
    }
    if (lost_)
      notice(lost_, " datagrams that the program had not read yet are lost");
    return true;
  }

private:
  size_t index_of(size_t i) const {
    return image_.view.descriptors[i].content - 1;
  }
  bool has_datagrams(size_t i) const {
    return fds_[i] >= 0 && image_.view.descriptors[i].content &&
           is_datagrams(image_.view.contents[index_of(i)]);
  }

  bool send(int to, const Saved &saved, const Passengers &passengers) {
    Bytes rest = {saved.bytes.data, saved.bytes.size};
    image::FrameView frame, from;
    message_ = 0;
    while (image::next_frame(rest, frame)) {
      if (frame.kind != image::FrameKind::kMessage)
        continue;
      bool told = image::next_frame(rest, from) &&
                  from.kind == image::FrameKind::kSender &&
                  from.bytes.size <= fd::kLongestAddress;
      passengers_ = passengers.any_with(message_) ? &passengers : nullptr;
      bool sent = told && send_one(to, frame.bytes, from.bytes);
      if (!sent && passengers_)
        return false;
      lost_ += !sent;
      ++message_;
    }
    return true;
  }

  bool send_one(int to, Bytes message, Bytes from) {
    for (size_t i = 0; i < fds_.size; ++i)
      if (has_datagrams(i) && has_name(fds_[i], from) &&
          send_by(fds_[i], to, message))
        return true;
    u32 domain = 0;
    fd::get_number(to, SO_DOMAIN, domain);
    SysResult made = sys::make_own(__NR_socket, domain,
                                   fd::kDatagram | u32{O_CLOEXEC});
    if (!made.ok())
      return false;
    bool named = from.size > fd::kFamilySize;
    bool sent =
        (!named ||
         sys::call_on(__NR_bind, made.fd(), from.data, from.size).ok()) &&
        send_by(made.fd(), to, message);
    Text<fd::kLongestAddress + 1> path;
    if (named && domain == fd::kUnix && sent)
      path.set(StringView(reinterpret_cast<const char *>(from.data) +
                              fd::kFamilySize,
                          from.size - fd::kFamilySize));
    if (!path.empty() && path.view()[0])
      sys::unlink(path.c_str()).ignore();
    sys::close(made.fd()).ignore();
    return sent;
  }

  // One that is bound to every address of the machine sends from any of them.
  bool has_name(int fd, Bytes wanted) const {
    u8 name[fd::kLongestAddress] = {};
    u32 size = sizeof name;
    if (wanted.size <= fd::kFamilySize ||
        !sys::call(__NR_getsockname, fd, name, &size).ok())
      return false;
    if (size == wanted.size && memcmp(name, wanted.data, size) == 0)
      return true;
    u16 family = 0;
    memcpy(&family, name, sizeof family);
    constexpr size_t kPortSize = 2;
    return family != fd::kUnix && size == wanted.size &&
           memcmp(name + fd::kFamilySize, wanted.data + fd::kFamilySize,
                  kPortSize) == 0;
  }

  // It takes the name of `to`, which may be any address of the machine's.
  bool send_by(int from, int to, Bytes message) const {
    u8 name[fd::kLongestAddress] = {};
    u32 size = sizeof name;
    if (!sys::call(__NR_getsockname, to, name, &size).ok())
      return false;
    if (passengers_)
      return from < sys::kKept &&
             passengers_->send(from, message_, message, {name, size}).ok();
    return sys::call_on(__NR_sendto, from, message.data, message.size,
                     fd::kDontWait | fd::kNoSignal, name, size)
        .ok();
  }

  const ImageFile &image_;
  Span<const int> fds_;
  const Passengers *passengers_ = nullptr; // of the message that is sent
  u32 message_ = 0;
  u64 lost_ = 0;
};

} // namespace

bool send_datagrams(const ImageFile &image, Span<const int> fds, Reason &why) {
  Sender sender(image, fds);
  sender.connect_all();
  if (sender.send_all())
    return true;
  why.set("descriptors that were on their way with a datagram cannot be sent "
          "again");
  return false;
}

} // namespace ckpt::restart
