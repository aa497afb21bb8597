// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The line discipline works on what the master writes: it ends lines, edits,
// echoes.  So bytes that have been through it are put in again while it does
// nothing but end lines.  It works in a kernel thread, and to know that it is
// done with them its echo is on: what comes back has been taken in.
#include "runtime/fd/terminal_queue.h"

#include <asm/errno.h>
#include <asm/ioctls.h>
#include <asm/poll.h>

#include "runtime/sys/calls.h"

namespace ckpt::fd {

namespace {

constexpr size_t kChunk = 1024;
constexpr i64 kLongest = 5; // seconds for the kernel to take in a chunk
constexpr u32 kMostLines = 65536;
constexpr u8 kProbe = 'x';

bool set_modes(const TerminalPair &pair, const struct termios2 &modes) {
  return sys::ioctl(pair.master, TCSETS2, const_cast<struct termios2 *>(&modes))
      .ok();
}

// IXON stays: to turn it off would start an output that is stopped.
struct termios2 plain_modes(const struct termios2 &modes) {
  struct termios2 plain = modes;
  plain.c_iflag &= IXON;
  plain.c_oflag &= ~u32{OPOST};
  plain.c_lflag &= ICANON;
  for (u8 &character : plain.c_cc)
    character = 0;
  plain.c_cc[VMIN] = 1;
  return plain;
}

// Whether something can be read; the kernel looks what is on its way if not.
bool is_readable(int fd, i64 seconds) {
  struct pollfd asked = {fd, POLLIN, 0};
  __kernel_timespec limit = {seconds, 0};
  SysResult n = sys::call(__NR_ppoll, &asked, 1, &limit, nullptr, 8);
  return n.value() == 1 && (asked.revents & POLLIN);
}

bool write_all(int fd, Bytes bytes) {
  for (size_t done = 0; done < bytes.size;) {
    SysResult n = sys::write(fd, bytes.data + done, bytes.size - done);
    if (n.error() == EAGAIN) {
      struct pollfd asked = {fd, POLLOUT, 0};
      __kernel_timespec limit = {kLongest, 0};
      n = sys::call(__NR_ppoll, &asked, 1, &limit, nullptr, 8);
      if (n.value() == 1 && (asked.revents & POLLOUT))
        continue;
      return false;
    }
    if (!n.ok())
      return false;
    done += static_cast<size_t>(n.value());
  }
  return true;
}

// The echo of as many characters.
bool taken_in(int master, size_t count) {
  char echo[kChunk];
  while (count) {
    if (!is_readable(master, kLongest))
      return false;
    SysResult n = sys::read(master, echo, min(count, sizeof echo));
    if (!n.ok() || n.value() == 0)
      return false;
    count -= static_cast<size_t>(n.value());
  }
  return true;
}

bool put_in(const TerminalPair &pair, const image::FrameView &frame) {
  for (size_t at = 0; at < frame.bytes.size; at += kChunk) {
    Bytes piece = frame.bytes.sub(at, min(kChunk, frame.bytes.size - at));
    if (!write_all(pair.master, piece) || !taken_in(pair.master, piece.size))
      return false;
  }
  // A line that ended otherwise is one up to an end of file.
  bool ended = frame.kind != image::FrameKind::kLine ||
               !(pair.modes.c_lflag & ICANON) ||
               (frame.bytes.size && frame.bytes[frame.bytes.size - 1] == '\n');
  return ended || write_all(pair.master, {&pair.modes.c_cc[VEOF], 1});
}

// Reads what is there into frames of a kind.
bool take(int fd, image::FrameKind kind, image::FrameWriter &out) {
  for (u32 lines = 0; lines < kMostLines; ++lines) {
    u8 *at = out.begin(kPageSize);
    if (!at)
      return false;
    SysResult n = sys::read(fd, at, kPageSize);
    if (n.error() == EAGAIN)
      return true;
    if (!n.ok())
      return false;
    out.end(kind, static_cast<u64>(n.value()));
  }
  return false;
}

// The last one that was written as a probe is not the program's.
bool take_from_master(int master, bool probed, image::FrameWriter &out) {
  while (is_readable(master, 0)) {
    u8 *at = out.begin(kPageSize);
    SysResult n = at ? sys::read(master, at, kPageSize) : SysResult(-1);
    if (!n.ok() || n.value() == 0)
      return false;
    u64 size = static_cast<u64>(n.value());
    if (probed && !is_readable(master, 0)) {
      u64 last = size;
      while (last && at[last - 1] != kProbe)
        --last;
      if (!last)
        return false;
      for (; last < size; ++last) // an echo that came meanwhile
        at[last - 1] = at[last];
      --size;
    }
    if (size)
      out.end(image::FrameKind::kMessage, size);
  }
  return true;
}

} // namespace

bool empty_terminal(const TerminalPair &pair, image::FrameWriter &out,
                    bool &stopped) {
  // Nothing but a write tells whether the output is stopped.
  struct termios2 changed = pair.modes;
  changed.c_oflag &= ~u32{OPOST};
  if (!set_modes(pair, changed))
    return false;
  SysResult probe = sys::write(pair.slave, &kProbe, 1);
  stopped = probe.error() == EAGAIN;
  if (!set_modes(pair, pair.modes) || !probe.ok())
    return false;
  // Under its own modes: what the kernel has not worked on yet, it does now.
  bool good = take_from_master(pair.master, true, out) &&
              take(pair.slave, image::FrameKind::kLine, out);
  changed = plain_modes(pair.modes);
  changed.c_lflag = 0; // a line that is not ended can be read so only
  if (pair.modes.c_lflag & ICANON)
    good = set_modes(pair, changed) &&
           take(pair.slave, image::FrameKind::kBegun, out) && good;
  return take_from_master(pair.master, false, out) && good;
}

bool fill_terminal(const TerminalPair &pair, Bytes frames) {
  struct termios2 plain = plain_modes(pair.modes);
  plain.c_cc[VEOF] = pair.modes.c_cc[VEOF];
  plain.c_lflag |= ECHO;
  bool good = set_modes(pair, plain);
  image::FrameView frame;
  for (Bytes rest = frames; good && image::next_frame(rest, frame);)
    if (frame.kind == image::FrameKind::kLine ||
        frame.kind == image::FrameKind::kBegun)
      good = put_in(pair, frame);
  for (Bytes rest = frames; good && image::next_frame(rest, frame);)
    if (frame.kind == image::FrameKind::kMessage)
      good = write_all(pair.slave, frame.bytes);
  return set_modes(pair, pair.modes) && good;
}

} // namespace ckpt::fd
