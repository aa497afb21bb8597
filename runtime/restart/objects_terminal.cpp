// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pseudo terminals: a new one for each master, under another name; its slaves
// are opened through the master.
#include <asm/errno.h>
#include <asm/ioctls.h>

#include "runtime/abi/shown_number.h"
#include "runtime/fd/terminal_queue.h"
#include "runtime/fd/child.h"
#include "runtime/restart/objects.h"
#include "runtime/sys/memory.h"

namespace ckpt::restart {

namespace {

constexpr u32 kKept = O_ACCMODE | O_LARGEFILE | O_SYNC | O_CLOEXEC;

// F_GETFL tells what `flags` were, O_CLOEXEC too, which open(2) does not keep
// (fs/open.c, build_open_flags).
SysResult open_peer(int master, u32 flags) {
  return sys::ioctl(master, TIOCGPTPEER,
                    reinterpret_cast<void *>(u64{flags | O_NOCTTY}));
}

bool set(int fd, u64 request, i32 value) {
  return sys::ioctl(fd, request, &value).ok();
}

// What waited goes in with its slave beside it, which a child opens where there
// is no number for it.
bool fill_both_sides(fd::TerminalPair &pair, Bytes frames) {
  int error = 0;
  bool good = false;
  auto work = [&] {
    SysResult peer = open_peer(pair.master, O_RDWR | O_NONBLOCK);
    error = peer.error();
    pair.slave = peer.ok() ? peer.fd() : -1;
    good = peer.ok() && fd::fill_terminal(pair, frames);
    if (peer.ok())
      sys::close(peer.fd()).ignore();
  };
  work();
  if (error == EMFILE)
    (void)fd::in_child([&] {
      fd::make_room(1, [&](int fd) { return fd == pair.master; });
      work();
    });
  return good;
}

// The modes, and what waited.
bool fill(const ImageFile &image, const image::Descriptor &d, int master,
          Reason &why) {
  const image::Content &content = content_of(image.view, d);
  Span<u8> bytes;
  if (!read_frames(image, d.content - 1, bytes, why))
    return false;
  fd::TerminalPair pair = {master, -1, {}};
  Bytes rest = {bytes.data, bytes.size};
  image::FrameView frame;
  bool good = image::next_frame(rest, frame) &&
              frame.kind == image::FrameKind::kModes &&
              frame.bytes.size == sizeof pair.modes;
  if (!good) {
    why.set("the image is damaged: what a terminal held makes no sense; use "
            "another copy of it");
  } else {
    memcpy(&pair.modes, frame.bytes.data, sizeof pair.modes);
    // One that nobody has opened yet stays so.
    good = rest.empty() ? sys::ioctl(master, TCSETS2, &pair.modes).ok()
                        : fill_both_sides(pair, rest);
    if (!good)
      why.set("a terminal (descriptor ", __ckpt_shown_number(d.number),
              ") does not take what it held");
  }
  sys::ioctl(master, TIOCSWINSZ, const_cast<u64 *>(&content.value[1])).ignore();
  if (bytes.data)
    sys::munmap(reinterpret_cast<u64>(bytes.data), page_up(bytes.size))
        .ignore();
  return good;
}

} // namespace

bool make_master(const ImageFile &image, const image::Descriptor &d, Made &made,
                 Reason &why) {
  SysResult opened =
      sys::open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (!opened.ok()) {
    why.set("no pseudo terminal can be made (/dev/ptmx, errno ", opened.error(),
            "); are there too many (/proc/sys/kernel/pty/max)?");
    return false;
  }
  made.first = opened.fd() + 1;
  set(opened.fd(), TIOCSPTLCK, 0);
  return fill(image, d, opened.fd(), why);
}

bool open_slave(const image::Descriptor &d, int master, int &fd, Reason &why) {
  SysResult opened =
      open_peer(master, (d.open_flags & kKept) | O_NONBLOCK);
  if (opened.ok())
    fd = opened.fd();
  else
    why.set("the slave of a pseudo terminal (descriptor ",
            __ckpt_shown_number(d.number), ") cannot be opened (errno ",
            opened.error(), ")");
  return opened.ok();
}

// Its slave was open once.  Where no number is left, a child opens it.
void hang_up(int master) {
  auto open_and_close = [master] {
    SysResult peer = open_peer(master, O_RDWR);
    if (peer.ok())
      sys::close(peer.fd()).ignore();
    return peer.error();
  };
  if (open_and_close() == EMFILE)
    (void)fd::in_child([&] {
      fd::make_room(1, [master](int fd) { return fd == master; });
      open_and_close();
    });
}

// What would be in the way of opening the slaves.
void finish_terminals(const image::View &view) {
  for (const image::Descriptor &d : view.descriptors) {
    if (d.shares >= 0 ||
        (d.kind != image::FdKind::kMaster && d.kind != image::FdKind::kSlave))
      continue;
    const image::Content &content = content_of(view, d);
    u64 flags =
        d.kind == image::FdKind::kSlave ? content.flags : content.value[0];
    if (d.kind == image::FdKind::kMaster) {
      if (flags & image::kHungUp)
        hang_up(d.number);
      set(d.number, TIOCPKT, flags & image::kPackets ? 1 : 0);
      set(d.number, TIOCSPTLCK, flags & image::kLockedSlave ? 1 : 0);
    }
    if (flags & image::kExclusive)
      sys::ioctl(d.number, TIOCEXCL, nullptr).ignore();
  }
}

} // namespace ckpt::restart
