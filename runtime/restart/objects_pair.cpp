// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Local sockets that are connected within the program, with what waited in them.
#include <asm/errno.h>

#include "runtime/ckpt/report.h"
#include "runtime/fd/describe.h"
#include "runtime/restart/socket_saved.h"
#include "runtime/sys/keeper.h"
#include "runtime/sys/memory.h"

namespace ckpt::restart {

namespace {

constexpr size_t kPath = fd::kFamilySize; // sun_path

const char *path_of(const Address &address) {
  return reinterpret_cast<const char *>(address.name) + kPath;
}

bool is_listened_at(const ImageFile &image, const Address &name) {
  for (size_t i = 0; i < image.view.contents.size; ++i) {
    const image::Content &content = image.view.contents[i];
    Saved saved;
    Reason unread;
    if (content.kind == image::FdKind::kSocket &&
        content.flags & image::kListening && content.value[0] == fd::kUnix &&
        read_saved(image, i, saved, unread) && saved.own.size == name.size &&
        memcmp(saved.own.name, name.name, name.size) == 0)
      return true;
  }
  return false;
}

SysResult take_name(int fd, const image::Content &content,
                    const Address &name) {
  SysResult bound = sys::call(__NR_bind, fd, name.name, name.size);
  if (bound.error() == EADDRINUSE && is_left_over(content, name))
    bound = sys::call(__NR_bind, fd, name.name, name.size);
  return bound;
}

// Both have names only if one has connected to the other's; whoever asks, the
// names are the same.  `client` may have none.
SysResult connect_by_name(const ImageFile &image, const image::Content &content,
                          const Address &server, const Address &client,
                          int ends[2]) {
  struct stat st;
  bool in_files = path_of(server)[0];
  bool was_there = in_files && sys::lstat(path_of(server), st).ok();
  SysResult listener = new_socket(content);
  SysResult asks = new_socket(content);
  if (!listener.ok() || !asks.ok())
    return SysResult(-EMFILE);
  SysResult result = take_name(listener.fd(), content, server);
  bool named = result.ok();
  if (result.ok() && client.size)
    result = take_name(asks.fd(), content, client);
  if (result.ok())
    result = sys::call(__NR_listen, listener.fd(), 1);
  if (result.ok())
    result = sys::call(__NR_connect, asks.fd(), server.name, server.size);
  if (result.ok())
    result = sys::call(__NR_accept4, listener.fd(), nullptr, nullptr,
                       O_CLOEXEC);
  sys::close(listener.fd()).ignore();
  // Who listens there takes it anew.
  if (named && in_files && (!was_there || is_listened_at(image, server)))
    sys::unlink(path_of(server)).ignore();
  if (!result.ok()) {
    sys::close(asks.fd()).ignore();
    return result;
  }
  ends[0] = result.fd();
  ends[1] = asks.fd();
  return result;
}

// Where the names cannot be had the two come back without.
SysResult make_named(const ImageFile &image, const image::Content &content,
                     const Address &here, const Address &there, int ends[2]) {
  bool can = content.value[1] != fd::kDatagram;
  // The end that connects keeps its name from others, the accepted one does not.
  bool turn = here.size && there.size && is_listened_at(image, there);
  if (can && here.size && !turn)
    return connect_by_name(image, content, here, there, ends);
  if (!can || !there.size)
    return SysResult(-EINVAL);
  int turned[2];
  SysResult made = connect_by_name(image, content, there, here, turned);
  ends[0] = turned[1];
  ends[1] = turned[0];
  return made;
}

// Of a pair of datagrams either end may have a name, or both.
void name_end(int fd, const image::Content &content, const Address &name) {
  if (!name.size)
    return;
  SysResult named = take_name(fd, content, name);
  if (!named.ok())
    notice("one of a pair of sockets comes back without the name that it had "
           "(errno ", named.error(), ")");
}

} // namespace

// The file of a local socket that nobody has any more: our own, before.
bool is_left_over(const image::Content &content, const Address &address) {
  struct stat st;
  const char *path = reinterpret_cast<const char *>(address.name) + kPath;
  if (content.value[0] != fd::kUnix || !path[0] ||
      !sys::lstat(path, st).ok() ||
      (st.st_mode & fd::kTypeMask) != fd::kTypeSocket)
    return false;
  SysResult asks =
      sys::make_own(__NR_socket, fd::kUnix,
                    content.value[1] | static_cast<u64>(O_CLOEXEC));
  if (!asks.ok())
    return false;
  SysResult connected = sys::call_on(__NR_connect, asks.fd(), address.name,
                                     address.size);
  sys::close(asks.fd()).ignore();
  return connected.error() == ECONNREFUSED && sys::unlink(path).ok();
}

bool make_pair(const ImageFile &image, size_t index, Span<Made> all,
               bool dry, Reason &why) {
  const image::Content &content = image.view.contents[index];
  bool gone = content.flags & image::kPeerGone;
  size_t other = gone ? index : content.value[3] - 1;
  Saved here, there;
  if (!read_saved(image, index, here, why) ||
      (!gone && !read_saved(image, other, there, why)))
    return false;
  int ends[2];
  bool named = (content.flags | image.view.contents[other].flags) & image::kHasName;
  SysResult made = dry || !named
                       ? SysResult(-EINVAL)
                       : make_named(image, content, here.own, there.own, ends);
  if (!made.ok())
    made = sys::call(__NR_socketpair, content.value[0],
                     content.value[1] | static_cast<u64>(O_CLOEXEC),
                     content.value[2], ends);
  if (!made.ok()) {
    why.set("no pair of sockets can be made (errno ", made.error(), ")");
    return false;
  }
  if (named && !dry && content.value[1] == fd::kDatagram) {
    name_end(ends[0], content, here.own);
    name_end(ends[1], content, there.own);
  }
  set_options(ends[0], here, OptionsOf::kAll);
  set_options(ends[1], there, OptionsOf::kAll);
  bool late = is_filled_late(image.view, index);
  bool good = late || fill_pair(image.view, index, {ends[0], here}, {ends[1], there},
                                {}, why);
  all[index].first = ends[0] + 1;
  if (gone && late) {
    all[index].sender = ends[1] + 1;
    return true;
  }
  if (gone) {
    sys::close(ends[1]).ignore();
    return good;
  }
  all[other].first = ends[1] + 1;
  all[other].done = true;
  return good;
}

} // namespace ckpt::restart
