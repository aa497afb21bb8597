// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pipes and FIFOs.  What a pipe holds is copied by tee(2), which takes nothing
// out of it: whoever waits for its bytes or for its room does not notice.
#include <asm/errno.h>
#include <asm/poll.h>

#include "runtime/ckpt/fd_record.h"
#include "runtime/fd/child.h"
#include "runtime/image/frames.h"

namespace ckpt {

namespace {

constexpr int kSetSize = 1031, kGetSize = 1032; // F_SETPIPE_SZ, F_GETPIPE_SZ
constexpr u64 kNonblock = 2;                    // SPLICE_F_NONBLOCK
constexpr u64 kLargestRead = 1 << 30;
constexpr u64 kFionread = 0x541b; // asm-generic/ioctls.h

// A pipe that the copies go through.
class Scratch {
public:
  ~Scratch() { close(); }
  void close() {
    for (int &end : ends_) {
      if (end >= 0)
        sys::close(end).ignore();
      end = -1;
    }
  }
  bool open(u64 capacity, Reason &why) {
    if (ends_[0] < 0) {
      SysResult made = sys::call(__NR_pipe2, ends_, O_CLOEXEC | O_NONBLOCK);
      if (!made.ok()) {
        why.set("no pipe can be made to copy another one (errno ",
                made.error(), ")");
        return false;
      }
    }
    if (static_cast<u64>(sys::fcntl(ends_[1], kGetSize).value()) < capacity)
      sys::fcntl(ends_[1], kSetSize, capacity).ignore();
    return true;
  }
  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }

private:
  int ends_[2] = {-1, -1};
};

u64 waiting(int fd) {
  i32 bytes = 0;
  return sys::ioctl(fd, kFionread, &bytes).ok() ? static_cast<u64>(bytes) : 0;
}

// Whether poll(2) says that nobody has the other end.
bool other_end_closed(int fd, short event) {
  struct pollfd asked = {fd, 0, 0};
  __kernel_timespec none = {};
  SysResult n = sys::call(__NR_ppoll, &asked, 1, &none, nullptr, 8);
  return n.value() == 1 && (asked.revents & event);
}

class PipeReader {
public:
  PipeReader(Snapshot &snapshot, Reason &why) : to_(snapshot), why_(why) {}

  // The scratch pipe may have to be made in a child.
  bool read(size_t index) {
    const ContentSource &ends = to_.sources[index];
    bool good = false;
    roomy_ = roomy_ || !sys::needs_keeper(2);
    if (roomy_)
      return read_here(index);
    bool made = fd::in_child([&] {
      fd::make_room(2, [&](int fd) {
        return fd == ends.reader() || fd == ends.writer();
      });
      good = read_here(index);
      scratch_.close();
    });
    return made ? good : refuse_without_numbers(why_);
  }

private:
  bool read_here(size_t index) {
    image::Content &content = to_.contents[index];
    const ContentSource &ends = to_.sources[index];
    int any = ends.reader() >= 0 ? ends.reader() : ends.writer();
    u64 bytes = waiting(any);
    if (!alone(ends, bytes))
      return false;
    // Bytes that nobody can read are gone.
    if (!bytes || ends.reader() < 0)
      return true;
    if (!scratch_.open(content.value[0], why_))
      return false;
    SysResult copied = sys::call(__NR_tee, ends.reader(), scratch_.writer(),
                                 kLargestRead, kNonblock);
    if (static_cast<u64>(copied.value()) != bytes) {
      why_.set(fd::name_of(any), " holds ", bytes,
               " bytes, more than this user may have in another pipe; raise "
               "/proc/sys/fs/pipe-user-pages-soft, or read it empty");
      return false;
    }
    return take(index, bytes);
  }

  // An end that another process has is not stopped with us.
  bool alone(const ContentSource &ends, u64 bytes) {
    bool reader_lacks = ends.writer() < 0 && !no_writer(ends.reader(), bytes);
    bool writer_lacks =
        ends.reader() < 0 && !other_end_closed(ends.writer(), POLLERR);
    if (!reader_lacks && !writer_lacks)
      return true;
    why_.set(fd::name_of(reader_lacks ? ends.reader() : ends.writer()),
             " is a pipe whose other end another process has");
    return false;
  }

  // An empty FIFO tells by the answer to tee(2): an end of file, or EAGAIN.
  bool no_writer(int reader, u64 bytes) {
    if (other_end_closed(reader, POLLHUP))
      return true;
    if (bytes || !scratch_.open(0, why_))
      return false;
    SysResult copied = sys::call(__NR_tee, reader, scratch_.writer(),
                                 kPageSize, kNonblock);
    return copied.ok() && copied.value() == 0;
  }

  // A read ends with a packet: what comes piecemeal was written in packets.
  bool take(size_t index, u64 bytes) {
    u64 slots = max<u64>(to_.contents[index].value[0] / kPageSize, 1);
    u64 room = bytes + slots * 2 * sizeof(image::Frame) + kPageSize;
    image::FrameWriter out(to_.arena.array<u8>(room));
    for (u64 left = bytes; left;) {
      u8 *at = out.left() > left ? out.begin(left) : nullptr;
      SysResult n = at ? sys::read(scratch_.reader(), at, left) : SysResult(-1);
      if (!n.ok() || n.value() == 0) {
        why_.set("no room for what a pipe holds (", bytes, " bytes)");
        return false;
      }
      u64 size = static_cast<u64>(n.value());
      bool packet = size < left || packets_ == index + 1;
      packets_ = packet ? index + 1 : packets_;
      out.end(packet ? image::FrameKind::kPacket : image::FrameKind::kMessage,
              size);
      left -= size;
    }
    to_.contents[index].size = out.bytes().size;
    to_.sources[index].bytes = out.bytes();
    return true;
  }

  Snapshot &to_;
  Reason &why_;
  Scratch scratch_;
  bool roomy_ = false; // for the scratch pipe
  size_t packets_ = 0; // 1 + the content that has come in packets
};

} // namespace

// A FIFO that has been removed is a pipe like any other.
bool record_pipe(FdRecord &record) {
  struct stat st;
  bool named = record.link.view().starts_with("/") && record.st.st_nlink;
  if (named && (!sys::stat(record.link.c_str(), st).ok() ||
                st.st_dev != record.st.st_dev || st.st_ino != record.st.st_ino))
    return record.refuse("is a FIFO that has another name now");
  bool is_new = false;
  if (!add_content(record, image::FdKind::kPipe, is_new) ||
      (named && !record.add_path(record.link.view())))
    return false;
  if (record.access() == O_RDONLY && other_end_closed(record.number, POLLHUP))
    record.d.flags |= image::kWriterGone;
  if (is_new)
    content_of(record).value[0] =
        static_cast<u64>(sys::fcntl(record.number, kGetSize).value());
  return true;
}

bool read_pipes(Snapshot &snapshot, Reason &why) {
  PipeReader reader(snapshot, why);
  for (size_t i = 0; i < snapshot.contents.size; ++i)
    if (snapshot.contents[i].kind == image::FdKind::kPipe && !reader.read(i))
      return false;
  return true;
}

} // namespace ckpt
