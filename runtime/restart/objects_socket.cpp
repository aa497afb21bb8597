// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sockets: pairs with what waited in them; others with their name, which they
// take here, before the point of no return, so that a name in use refuses the
// restart.
#include <asm/errno.h>

#include "runtime/fd/describe.h"
#include "runtime/restart/socket_saved.h"

namespace ckpt::restart {

namespace {

constexpr size_t kPath = 2; // sun_path

// Connections of the job's first life may still fade away on that port, and those
// that were made again have it.
class Reuse {
public:
  Reuse(int fd, const image::Content &content)
      : fd_(fd), tcp_(content.value[0] != fd::kUnix &&
                      content.value[1] == fd::kStream) {
    fd::get_number(fd, SO_REUSEADDR, before_);
    set(1);
  }
  ~Reuse() { set(before_); }

private:
  void set(u32 value) const {
    if (tcp_)
      fd::set_option(fd_, SOL_SOCKET, SO_REUSEADDR, &value, sizeof value)
          .ignore();
  }

  int fd_;
  bool tcp_;
  u32 before_ = 0;
};

// What a new socket shows, too: neither a port nor an address.
// A netlink socket may be of groups without being bound.
bool is_nobodys(const image::Content &content, const Address &address,
                bool groups = false) {
  constexpr size_t kIpv4 = 4, kIpv6 = 8; // where the address is; the port is at 2
  size_t from = fd::kFamilySize, to = 0;
  if (content.value[0] == fd::kNetlink)
    from = 4, to = groups ? 12 : 8; // nl_pid, nl_groups
  else if (content.value[0] == fd::kInet)
    to = kIpv4 + 4;
  else if (content.value[0] == fd::kInet6)
    to = kIpv6 + 16;
  bool empty = to && to <= address.size;
  for (size_t i = from; empty && i < to; ++i)
    empty = address.name[i] == 0 ||
            (content.value[0] == fd::kInet6 && i >= kIpv4 && i < kIpv6);
  return empty;
}

// To bind an address of IPv6's keeps IPv4 away from then on.  A socket that got
// its address by connect(2) gets it so again.
void leave_to_connect(const image::Content &content, const Saved &saved,
                      Address &own) {
  constexpr u32 kOnly6 = 26; // IPV6_V6ONLY
  constexpr size_t kIpv6 = 8, kMapped = 18; // of an IPv4 address: ::ffff:
  u32 only = 1;
  if (content.value[0] != fd::kInet6 || own.size < kIpv6 + 16 ||
      (own.name[kMapped] == 0xff && own.name[kMapped + 1] == 0xff) ||
      !saved_number(saved, fd::kLevelIpv6, kOnly6, only) || only)
    return;
  for (size_t i = kIpv6; i < kIpv6 + 16; ++i)
    own.name[i] = 0;
}

bool bind(int fd, const image::Content &content, const Address &address,
          Reason &why) {
  SysResult bound = sys::call(__NR_bind, fd, address.name, address.size);
  if (bound.error() == EADDRINUSE && is_left_over(content, address))
    bound = sys::call(__NR_bind, fd, address.name, address.size);
  // As another process may have it as its own number by now.
  if (!bound.ok() && content.value[0] == fd::kNetlink)
    return true;
  if (!bound.ok())
    why.set("a socket cannot have the name that it had (errno ", bound.error(),
            "): does another program have it, or another machine its address? "
            "Connections that were closed keep it for a minute");
  return bound.ok();
}

bool make_alone(const ImageFile &image, size_t index, Made &made, bool dry,
                Reason &why) {
  const image::Content &content = image.view.contents[index];
  SysResult opened = new_socket(content);
  if (!opened.ok()) {
    why.set("no socket can be made (errno ", opened.error(), ")");
    return false;
  }
  int fd = opened.fd();
  made.first = fd + 1;
  Saved saved;
  if (!read_saved(image, index, saved, why))
    return false;
  set_options(fd, saved, OptionsOf::kAll);
  if (dry)
    return true;
  Reuse reuse(fd, content);
  bool waits = content.flags & image::kWaits; // it gets connected later
  bool tcp = content.value[0] != fd::kUnix;
  bool connects = saved.other.size && !saved.peer_by_name && !waits &&
                  content.value[0] != fd::kNetlink;
  if (connects && content.value[1] == fd::kDatagram)
    leave_to_connect(content, saved, saved.own);
  if (saved.own.size && !(waits && tcp) && !is_nobodys(content, saved.own) &&
      !bind(fd, content, saved.own, why))
    return false;
  SysResult ready(0);
  if (content.value[0] == fd::kNetlink && saved.other.size &&
      !is_nobodys(content, saved.other, true)) // what it sends to unless told
    sys::call(__NR_connect, fd, saved.other.name, saved.other.size).ignore();
  if (connects)
    ready = sys::call(__NR_connect, fd, saved.other.name, saved.other.size);
  if (content.flags & image::kListening)
    ready = sys::call(__NR_listen, fd, content.value[3]);
  if (!ready.ok())
    why.set("a socket cannot listen or send as it did (errno ", ready.error(),
            ")");
  return ready.ok();
}

bool is_pair(const image::Content &content) {
  return content.flags & image::kPeerGone ||
         (content.value[3] &&
          !(content.flags & (u32{image::kListening} | image::kWaits)));
}

} // namespace

bool make_connections(const ImageFile &image, Span<Made> all, bool dry,
                      Reason &why) {
  for (size_t i = 0; i < all.size; ++i) {
    const image::Content &content = image.view.contents[i];
    if (content.kind != image::FdKind::kSocket || all[i].done ||
        !is_pair(content) ||
        (content.value[0] == fd::kUnix && !(content.flags & image::kHasName)))
      continue;
    if (content.value[0] == fd::kUnix ? !make_pair(image, i, all, dry, why)
                                      : !make_connection(image, i, all, dry, why))
      return false;
    all[i].done = true;
  }
  return true;
}

void remove_names(const ImageFile &image) {
  for (size_t i = 0; i < image.view.contents.size; ++i) {
    const image::Content &content = image.view.contents[i];
    Saved saved;
    Reason unread; // it was read before
    if (content.kind == image::FdKind::kSocket &&
        content.flags & image::kNameGone &&
        read_saved(image, i, saved, unread) && saved.own.size > kPath &&
        content.value[0] == fd::kUnix)
      sys::unlink(reinterpret_cast<const char *>(saved.own.name) + kPath)
          .ignore();
  }
}

bool make_socket(const ImageFile &image, const image::Descriptor &d,
                 Span<Made> all, bool dry, Reason &why) {
  return is_pair(content_of(image.view, d))
             ? make_pair(image, d.content - 1, all, dry, why)
             : make_alone(image, d.content - 1, all[d.content - 1], dry, why);
}

} // namespace ckpt::restart
