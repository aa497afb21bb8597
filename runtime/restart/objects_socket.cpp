// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sockets: pairs with what waited in them; others with their name, which they
// take here, before the point of no return, so that a name in use refuses the
// restart.
#include <asm/errno.h>

#include "runtime/fd/describe.h"
#include "runtime/fd/socket.h"
#include "runtime/image/frames.h"
#include "runtime/restart/objects.h"
#include "runtime/sys/keeper.h"
#include "runtime/sys/memory.h"

namespace ckpt::restart {

namespace {

struct Address {
  u8 name[fd::kLongestAddress + 1];
  u32 size; // 0: none
};

// What the frames of a socket say.
struct Saved {
  Address own = {}, other = {};
  Span<u8> bytes;

  ~Saved() {
    if (bytes.data)
      sys::munmap(reinterpret_cast<u64>(bytes.data), page_up(bytes.size))
          .ignore();
  }
};

bool is_known(const image::OptionView &option) {
  for (const fd::SocketOption &known : fd::kSocketOptions)
    if (known.level == option.level && known.name == option.name)
      return option.value.size <= fd::kLongestOption;
  return false;
}

bool is_doubled(const image::OptionView &option) {
  for (const fd::SocketOption &known : fd::kSocketOptions)
    if (known.level == option.level && known.name == option.name)
      return known.doubled;
  return false;
}

// One that is as it was is left alone: to set a buffer's size would fix it.
void set_option(int fd, const image::OptionView &option) {
  u32 now[fd::kLongestOption / sizeof(u32)] = {};
  u32 size = sizeof now;
  if (!is_known(option) ||
      !fd::get_option(fd, option.level, option.name, now, size).ok())
    return;
  if (is_doubled(option))
    now[0] /= 2;
  bool same = size == option.value.size;
  for (u32 i = 0; same && i < size; ++i)
    same = reinterpret_cast<u8 *>(now)[i] == option.value[i];
  if (!same)
    fd::set_option(fd, option.level, option.name, option.value.data,
                   static_cast<u32>(option.value.size))
        .ignore();
}

bool makes_no_sense(Reason &why) {
  why.set("the image is damaged: what a socket held makes no sense; use "
          "another copy of it");
  return false;
}

bool keep_address(Bytes bytes, u64 domain, Saved &saved) {
  Address &to = saved.own.size ? saved.other : saved.own;
  u16 family = 0;
  if (to.size || bytes.size <= sizeof family ||
      bytes.size > fd::kLongestAddress)
    return false;
  memcpy(&family, bytes.data, sizeof family);
  memcpy(to.name, bytes.data, bytes.size);
  to.size = static_cast<u32>(bytes.size);
  return family == domain;
}

// Reads the frames: options are set at once, messages stay.
bool read_saved(const ImageFile &image, size_t index, int fd, Saved &saved,
                Reason &why) {
  if (!read_frames(image, index, saved.bytes, why))
    return false;
  Bytes rest = {saved.bytes.data, saved.bytes.size};
  image::FrameView frame;
  while (!rest.empty()) {
    if (!image::next_frame(rest, frame))
      return makes_no_sense(why);
    image::OptionView option;
    if (frame.kind == image::FrameKind::kOption &&
        image::read_option(frame.bytes, option))
      set_option(fd, option);
    else if (frame.kind == image::FrameKind::kAddress &&
             !keep_address(frame.bytes, image.view.contents[index].value[0],
                           saved))
      return makes_no_sense(why);
  }
  return true;
}

// `fd`'s other end gets what waited there.
bool send_messages(int fd, const Saved &saved, bool stream, Reason &why) {
  Bytes rest = {saved.bytes.data, saved.bytes.size};
  image::FrameView frame;
  while (image::next_frame(rest, frame)) {
    if (frame.kind != image::FrameKind::kMessage)
      continue;
    u64 done = 0;
    do {
      SysResult n = sys::call(__NR_sendto, fd, frame.bytes.data + done,
                              frame.bytes.size - done,
                              fd::kDontWait | fd::kNoSignal, nullptr, 0);
      u64 sent = n.ok() ? static_cast<u64>(n.value()) : 0;
      done += sent;
      if (!n.ok() || (done < frame.bytes.size && (!stream || !sent))) {
        why.set("a socket does not take the ", frame.bytes.size,
                " bytes that waited in it (errno ", n.error(), ")");
        return false;
      }
    } while (done < frame.bytes.size);
  }
  return true;
}

bool make_pair(const ImageFile &image, size_t index, Span<Made> all,
               Reason &why) {
  const image::Content &content = image.view.contents[index];
  int ends[2];
  SysResult made = sys::call(
      __NR_socketpair, content.value[0],
      content.value[1] | static_cast<u64>(O_CLOEXEC), content.value[2], ends);
  if (!made.ok()) {
    why.set("no pair of sockets can be made (errno ", made.error(), ")");
    return false;
  }
  bool gone = content.flags & image::kPeerGone;
  bool stream = content.value[1] == fd::kStream;
  size_t other = gone ? index : content.value[3] - 1;
  Saved here, there;
  bool good = read_saved(image, index, ends[0], here, why) &&
              (gone || read_saved(image, other, ends[1], there, why)) &&
              send_messages(ends[1], here, stream, why) &&
              (gone || send_messages(ends[0], there, stream, why));
  constexpr int kShutWriting = 1; // SHUT_WR, shutdown(2)
  if (!gone && content.flags & image::kShutWrite)
    sys::call(__NR_shutdown, ends[0], kShutWriting).ignore();
  if (!gone && image.view.contents[other].flags & image::kShutWrite)
    sys::call(__NR_shutdown, ends[1], kShutWriting).ignore();
  all[index].first = ends[0] + 1;
  if (gone) {
    sys::close(ends[1]).ignore();
    return good;
  }
  all[other].first = ends[1] + 1;
  all[other].done = true;
  return good;
}

// The file of a local socket that nobody has any more: our own, before.
bool is_left_over(const image::Content &content, const Address &address) {
  constexpr size_t kPath = 2; // sun_path
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

// Connections of the job's first life may still fade away on that port.
bool bind(int fd, const image::Content &content, const Address &address,
          Reason &why) {
  u32 reuse = 0, yes = 1;
  bool tcp = content.value[0] != fd::kUnix && content.value[1] == fd::kStream;
  fd::get_number(fd, SO_REUSEADDR, reuse);
  if (tcp)
    fd::set_option(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes).ignore();
  SysResult bound = sys::call(__NR_bind, fd, address.name, address.size);
  if (bound.error() == EADDRINUSE && is_left_over(content, address))
    bound = sys::call(__NR_bind, fd, address.name, address.size);
  if (tcp)
    fd::set_option(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse).ignore();
  if (!bound.ok())
    why.set("a socket cannot have the name that it had (errno ", bound.error(),
            "): does another program have it, or another machine its address?");
  return bound.ok();
}

bool make_alone(const ImageFile &image, size_t index, Made &made, bool dry,
                Reason &why) {
  const image::Content &content = image.view.contents[index];
  SysResult opened = sys::call(
      __NR_socket, content.value[0],
      content.value[1] | static_cast<u64>(O_CLOEXEC), content.value[2]);
  if (!opened.ok()) {
    why.set("no socket can be made (errno ", opened.error(), ")");
    return false;
  }
  int fd = opened.fd();
  made.first = fd + 1;
  Saved saved;
  if (!read_saved(image, index, fd, saved, why))
    return false;
  if (dry)
    return true;
  if (saved.own.size && !bind(fd, content, saved.own, why))
    return false;
  SysResult ready(0);
  if (saved.other.size)
    ready = sys::call(__NR_connect, fd, saved.other.name, saved.other.size);
  if (content.flags & image::kListening)
    ready = sys::call(__NR_listen, fd, content.value[3]);
  if (!ready.ok())
    why.set("a socket cannot listen or send as it did (errno ", ready.error(),
            ")");
  return ready.ok();
}

} // namespace

bool make_socket(const ImageFile &image, const image::Descriptor &d,
                 Span<Made> all, bool dry, Reason &why) {
  const image::Content &content = content_of(image.view, d);
  bool pair = content.flags & image::kPeerGone ||
              (content.value[3] && !(content.flags & image::kListening));
  return pair ? make_pair(image, d.content - 1, all, why)
              : make_alone(image, d.content - 1, all[d.content - 1], dry, why);
}

} // namespace ckpt::restart
