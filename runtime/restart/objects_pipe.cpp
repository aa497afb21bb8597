// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A pipe is made, filled, and its ends are opened from it.
#include <asm/errno.h>

#include "runtime/fd/describe.h"
#include "runtime/image/frames.h"
#include "runtime/restart/objects.h"
#include "runtime/sys/keeper.h"

#include "runtime/abi/shown_number.h"
namespace ckpt::restart {

namespace {

constexpr int kSetSize = 1031, kGetSize = 1032; // F_SETPIPE_SZ, F_GETPIPE_SZ
constexpr u64 kFionread = 0x541b; // asm-generic/ioctls.h

bool set_capacity(int fd, u64 capacity, Reason &why) {
  SysResult now = sys::fcntl(fd, kGetSize);
  if (static_cast<u64>(now.value()) == capacity)
    return true;
  SysResult set = sys::fcntl(fd, kSetSize, capacity);
  if (set.ok() || static_cast<u64>(now.value()) > capacity)
    return true;
  why.set("a pipe cannot have the ", capacity, " bytes of room that it had "
          "(errno ", set.error(), "); raise /proc/sys/fs/pipe-max-size or "
          "/proc/sys/fs/pipe-user-pages-soft");
  return false;
}

bool write_message(int fd, const image::FrameView &frame, bool packets,
                   Reason &why) {
  bool packet = packets || frame.kind == image::FrameKind::kPacket;
  sys::fcntl(fd, F_SETFL, O_NONBLOCK | (packet ? O_DIRECT : 0)).ignore();
  SysResult n = sys::write(fd, frame.bytes.data, frame.bytes.size);
  if (n.value() == static_cast<i64>(frame.bytes.size))
    return true;
  why.set("a pipe does not take the ", frame.bytes.size,
          " bytes that it held (errno ", n.error(), ")");
  return false;
}

bool fill(const ImageFile &image, size_t index, int fd, bool packets,
          Reason &why) {
  Span<u8> bytes;
  if (!read_frames(image, index, bytes, why))
    return false;
  Bytes rest = {bytes.data, bytes.size};
  bool good = true;
  while (good && !rest.empty()) {
    image::FrameView frame;
    good = image::next_frame(rest, frame) &&
           (frame.kind == image::FrameKind::kMessage ||
            frame.kind == image::FrameKind::kPacket);
    if (!good)
      why.set("the image is damaged: what a pipe held makes no sense; use "
              "another copy of it");
    good = good && write_message(fd, frame, packets, why);
  }
  if (bytes.data)
    sys::munmap(reinterpret_cast<u64>(bytes.data), page_up(bytes.size))
        .ignore();
  sys::fcntl(fd, F_SETFL, 0).ignore();
  return good;
}

// One packet looks like a stream; what writes to it tells.
bool writes_packets(const image::View &view, u32 content) {
  for (const image::Descriptor &d : view.descriptors)
    if (d.content == content && (d.open_flags & O_DIRECT))
      return true;
  return false;
}

bool is_fifo(Text<8300> &path) {
  struct stat st;
  return sys::stat(path.c_str(), st).ok() &&
         (st.st_mode & fd::kTypeMask) == fd::kTypeFifo;
}

// Both ends in one descriptor: opened like that, a FIFO never blocks.
bool open_fifo(Text<8300> &path, Made &made, Reason &why) {
  struct stat st;
  SysResult opened(-ENOENT);
  bool fifo = is_fifo(path);
  if (fifo)
    opened = sys::open_own(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (!opened.ok() || !fifo || !sys::fstat(opened.fd(), st).ok() ||
      (st.st_mode & fd::kTypeMask) != fd::kTypeFifo) {
    why.set("the FIFO ", path, opened.ok() || !fifo
                                   ? " is not there any more"
                                   : " cannot be opened",
            " (errno ", opened.error(), "); make it again");
    return false;
  }
  i32 held = 0;
  made.second = opened.fd() + 1;
  sys::ioctl(opened.fd(), kFionread, &held).ignore();
  if (held)
    why.set("the FIFO ", path, " holds ", held,
            " bytes of somebody else's; use it up first");
  return !held;
}

// Its ends may have to change their numbers, or only one is wanted: where there
// is no third number a keeper makes it, and the ends are opened from there.
bool has_third_number(SysResult made, int end) {
  SysResult third = made.ok() ? sys::fcntl(end, F_DUPFD_CLOEXEC) : made;
  if (third.ok())
    sys::close(third.fd()).ignore();
  return third.error() != EMFILE;
}

SysResult make_ends(int (&ends)[2], const Made &pipe) {
  SysResult made(-EMFILE);
  if (!pipe.reopened)
    made = sys::call(__NR_pipe2, ends, O_CLOEXEC);
  if (!pipe.reopened && (!pipe.in_place || has_third_number(made, ends[0])))
    return made;
  for (int end : ends)
    if (made.ok())
      sys::close(end).ignore();
  made = sys::kept_call(__NR_pipe2, {sys::word(ends), O_CLOEXEC});
  for (int &end : ends)
    end += sys::kKept;
  return made;
}

bool open_pipe(Made &made, Reason &why) {
  int ends[2];
  SysResult opened = make_ends(ends, made);
  if (!opened.ok()) {
    why.set("no pipe can be made (errno ", opened.error(), ")");
    return false;
  }
  made.first = ends[0] + 1;
  made.second = ends[1] + 1;
  return true;
}

bool has_writer(const image::View &view, u32 content) {
  for (const image::Descriptor &d : view.descriptors)
    if (d.content == content && (d.open_flags & O_ACCMODE) != O_RDONLY)
      return true;
  return false;
}

// A reader without a writer is told so (POLLHUP) only if there was one since it
// was opened, or then.
void tell_writer_gone(const char *name) {
  SysResult writer = sys::open(name, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  if (writer.ok())
    sys::close(writer.fd()).ignore();
}

// One that was opened while a writer was there is told at once, and so is every
// reader of a pipe without a name.  The first reader keeps what was filled in while
// the writer goes.
SysResult open_without_writer(const char *name, Made &made) {
  constexpr int kFlags = O_RDONLY | O_NONBLOCK | O_CLOEXEC;
  SysResult opened = sys::open(name, kFlags);
  if (!opened.ok() || !made.second)
    return opened;
  sys::close(made.second - 1).ignore();
  made.second = 0;
  SysResult again = sys::open(name, kFlags);
  if (!again.ok())
    return opened;
  sys::close(opened.fd()).ignore();
  return again;
}

} // namespace

bool make_pipe(const ImageFile &image, const image::Descriptor &d,
               Text<8300> &path, Made &made, bool dry, Reason &why) {
  const image::Content &content = content_of(image.view, d);
  // To try it without the FIFO, which the job itself has open.
  bool instead = dry && d.path_size && is_fifo(path);
  bool made_one = d.path_size && !instead ? open_fifo(path, made, why)
                                          : open_pipe(made, why);
  return made_one && set_capacity(made.second - 1, content.value[0], why) &&
         fill(image, d.content - 1, made.second - 1,
              writes_packets(image.view, d.content), why);
}

// pipe(2)'s own ends lack O_LARGEFILE, which everything opened by name has.
bool open_pipe_end(const image::View &view, const image::Descriptor &d,
                   Text<8300> &path, Made &made, bool dry, int &fd,
                   Reason &why) {
  bool named = d.path_size && !dry;
  u32 access = d.open_flags & O_ACCMODE;
  bool writes = access == O_WRONLY;
  bool &used = writes ? made.second_used : made.first_used;
  int end = (writes || !made.first ? made.second : made.first) - 1;
  Text<64> link;
  sys::name_link(end, link);
  const char *name = named ? path.c_str() : link.c_str();
  bool told = d.flags & image::kWriterGone;
  bool waits = named && access == O_RDONLY && !told &&
               !has_writer(view, d.content);
  SysResult opened(0);
  if (named || access == O_RDWR || used || waits || end >= sys::kKept ||
      d.open_flags & O_LARGEFILE) {
    opened = waits ? open_without_writer(name, made)
                   : sys::open(name, static_cast<int>(access | O_NONBLOCK |
                                                      O_CLOEXEC));
    if (opened.ok() && told && !made.second)
      tell_writer_gone(name);
  } else if (made.in_place) {
    i32 &taken = writes || !made.first ? made.second : made.first;
    fd = end;
    taken = 0;
    return used = true;
  } else {
    opened = sys::fcntl(end, F_DUPFD_CLOEXEC);
    used = true;
  }
  if (opened.ok())
    fd = opened.fd();
  else
    why.set("an end of a pipe (descriptor ", __ckpt_shown_number(d.number),
            ") cannot be opened (errno ", opened.error(), ")");
  return opened.ok();
}

} // namespace ckpt::restart
