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

bool bind(int fd, const image::Content &content, const Address &address,
          Reason &why) {
  SysResult bound = sys::call(__NR_bind, fd, address.name, address.size);
  if (bound.error() == EADDRINUSE && is_left_over(content, address))
    bound = sys::call(__NR_bind, fd, address.name, address.size);
  // As another process may have it as its own number by now.
  if (!bound.ok() && content.value[0] == fd::kNetlink)
    return true;
  if (bound.ok() && content.flags & image::kNameGone)
    sys::unlink(reinterpret_cast<const char *>(address.name) + kPath).ignore();
  if (!bound.ok())
    why.set("a socket cannot have the name that it had (errno ", bound.error(),
            "): does another program have it, or another machine its address?");
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
  if (saved.own.size && !(waits && tcp) && !bind(fd, content, saved.own, why))
    return false;
  SysResult ready(0);
  bool connects = saved.other.size && !saved.peer_by_name && !waits &&
                  content.value[0] != fd::kNetlink;
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

bool make_socket(const ImageFile &image, const image::Descriptor &d,
                 Span<Made> all, bool dry, Reason &why) {
  return is_pair(content_of(image.view, d))
             ? make_pair(image, d.content - 1, all, dry, why)
             : make_alone(image, d.content - 1, all[d.content - 1], dry, why);
}

} // namespace ckpt::restart
