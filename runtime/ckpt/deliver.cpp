// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/deliver.h"

#include <asm/errno.h>
#include <linux/poll.h>

#include "runtime/ckpt/state.h"
#include "runtime/ckpt/throttle.h"
#include "runtime/fd/describe.h"
#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

constexpr int kPatience = 60 * 1000; // ms without a byte taken
constexpr int kSigpipe = 13;

bool is_regular(const struct stat &st) {
  return (st.st_mode & fd::kTypeMask) == fd::kTypeRegular;
}

bool sigpipe_pending() {
  u64 pending = 0;
  sys::call(__NR_rt_sigpending, &pending, sys::kSigsetSize).ignore();
  return pending & signal_bit(kSigpipe);
}

// All signals are blocked here: one that a broken pipe raised waits, and is
// not the program's.
class NoSigpipe {
public:
  NoSigpipe() : before_(sigpipe_pending()) {}
  ~NoSigpipe() {
    if (before_ || !sigpipe_pending())
      return;
    u64 set = signal_bit(kSigpipe);
    __kernel_timespec none = {};
    sys::rt_sigtimedwait(&set, nullptr, &none).ignore();
  }

private:
  bool before_;
};

StringView hint(int error) {
  switch (error) {
  case ENOSPC:
    return ": the disk is full; make room";
  case EDQUOT:
    return ": the disk quota is used up; make room";
  case EPIPE:
  case ECONNRESET:
    return ": its reader is gone";
  case ETIMEDOUT:
    return ": its reader took nothing for a minute";
  }
  return "";
}

bool fail(int error, Reason &why) {
  why.set("cannot write the image to descriptor ", state.image_descriptor,
          " (errno ", error, ")", hint(error),
          "; what it holds now is no image");
  return false;
}

// 0, or the error.
int write_all(int to, const char *data, size_t size) {
  while (size) {
    pollfd room = {to, POLLOUT, 0};
    SysResult ready = sys::call(__NR_poll, &room, 1, kPatience);
    if (ready.value() == 0)
      return ETIMEDOUT;
    SysResult n = sys::write(to, data, size);
    if (!n.ok() && n.error() != EAGAIN && n.error() != EINTR)
      return n.error();
    size_t done = n.ok() ? static_cast<size_t>(n.value()) : 0;
    data += done;
    size -= done;
  }
  return 0;
}

int copy(int from, u64 size, int to) {
  char buffer[16 * 1024];
  Throttle throttle;
  for (u64 at = 0; at < size;) {
    SysResult n = sys::pread(from, buffer, min<u64>(size - at, sizeof buffer),
                             at);
    if (!n.ok() || n.value() == 0)
      return n.ok() ? EIO : n.error();
    size_t got = static_cast<size_t>(n.value());
    if (int error = write_all(to, buffer, got))
      return error;
    at += got;
    throttle.wrote(got);
  }
  return 0;
}

} // namespace

bool can_deliver(Reason &why) {
  SysResult flags = sys::fcntl(state.image_descriptor, F_GETFL);
  u64 mode = static_cast<u64>(flags.value()) & O_ACCMODE;
  if (flags.ok() && mode != O_RDONLY && !(flags.value() & O_PATH))
    return true;
  why.set("descriptor ", state.image_descriptor,
          ", which images go to, is not open for writing; call "
          "init_image_with_file_descriptor or init_image_with_file_name again");
  return false;
}

bool deliver_image(int from, u64 size, Reason &why) {
  int to = state.image_descriptor;
  NoSigpipe no_sigpipe;
  struct stat st;
  bool regular = sys::fstat(to, st).ok() && is_regular(st);
  if (regular) {
    SysResult emptied = sys::ftruncate(to, 0);
    if (!emptied.ok())
      return fail(emptied.error(), why);
    sys::lseek(to, 0, 0 /* SEEK_SET */).ignore();
  }
  if (int error = copy(from, size, to))
    return fail(error, why);
  SysResult durable = sys::fsync(to);
  return !regular || durable.ok() || fail(durable.error(), why);
}

ImageToFile::ImageToFile() : before_(state.image_to_descriptor) {
  state.image_to_descriptor = false;
}
ImageToFile::~ImageToFile() { state.image_to_descriptor = before_; }

bool takes_images(int number, const struct stat &st) {
  if (!state.image_to_descriptor)
    return false;
  if (number == state.image_descriptor)
    return true;
  struct stat target;
  return is_regular(st) && sys::fstat(state.image_descriptor, target).ok() &&
         target.st_dev == st.st_dev && target.st_ino == st.st_ino;
}

} // namespace ckpt
