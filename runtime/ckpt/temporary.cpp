// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/temporary.h"

#include <asm/errno.h>
#include <asm/statfs.h>

#include "runtime/ckpt/generations.h"
#include "runtime/ckpt/owner.h"
#include "runtime/ckpt/report.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/keeper.h"

namespace ckpt {

namespace {

constexpr int kLockExclusive = 2; // LOCK_EX, flock(2)
constexpr int kLockNow = 4;       // LOCK_NB
constexpr int kAttempts = 16;
constexpr u32 kOwnerOnly = 0600;

StringView hint(int error) {
  switch (error) {
  case ENOSPC:
    return ": the disk is full; make room or name another file with "
           "-_condor_ckpt";
  case EDQUOT:
    return ": the disk quota is used up; make room or name another file with "
           "-_condor_ckpt";
  case EFBIG:
    return ": the file size limit (ulimit -f) is too small";
  case ENOENT:
    return ": its directory does not exist";
  case EACCES:
  case EPERM:
    return ": permission denied";
  case EROFS:
    return ": the file system is read-only";
  case EMFILE:
    return ": every descriptor is in use (ulimit -n), and no process can be "
           "made that has others (ulimit -u)";
  case ELOOP:
    return ": it is a symbolic link";
  case EIO:
    return ": the disk reported an error";
  case EISDIR:
    return ": it is a directory";
  }
  return "";
}

bool fail(StringView what, StringView path, int error, Reason &why) {
  why.set("cannot ", what, " ", path, " (errno ", error, ")", hint(error));
  return false;
}

StringView directory_of(StringView path) {
  size_t size = path.size;
  while (size && path[size - 1] != '/')
    --size;
  return size > 1 ? path.take(size - 1) : path.take(size);
}

// The descriptor is the file under the name: nobody renamed it away between
// open and lock.
bool still_named(int fd, const char *path) {
  struct stat open, named;
  return sys::fstat(fd, open).ok() && sys::lstat(path, named).ok() &&
         open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

} // namespace

bool TemporaryImage::open(StringView image, Reason &why) {
  image_.set(image);
  path_.set(image, ".tmp");
  if (path_.cut() || image_.cut()) {
    why.set("the name of the checkpoint file is too long");
    return false;
  }
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    SysResult opened = sys::open_own(
        path_.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK,
        kOwnerOnly);
    if (!opened.ok())
      return fail("create", path_.view(), opened.error(), why);
    fd_ = opened.fd();
    if (!lock(why))
      return false;
    if (still_named(fd_, path_.c_str())) {
      SysResult cut = sys::ftruncate(fd_, 0);
      // A file left by another mask must not show our memory to others.
      sys::fchmod(fd_, kOwnerOnly).ignore();
      if (cut.ok())
        return true;
      close_file();
      return fail("write", path_.view(), cut.error(), why);
    }
    close_file();
  }
  why.set("another process keeps renaming ", path_);
  return false;
}

bool TemporaryImage::lock(Reason &why) {
  SysResult locked = sys::flock(fd_, kLockExclusive | kLockNow);
  // Some network file systems have no locks at all: go on without.
  if (locked.ok() || locked.error() == ENOLCK || locked.error() == ENOSYS ||
      locked.error() == EOPNOTSUPP || locked.error() == EINVAL)
    return true;
  why.set("another process is writing ", path_,
          "; give each job its own file with -_condor_ckpt");
  close_file();
  return false;
}

bool TemporaryImage::enough_space(u64 bytes, Reason &why) const {
  struct statfs fs;
  if (!sys::call_on(__NR_fstatfs, fd_, &fs).ok() || fs.f_blocks == 0)
    return true; // the write itself will tell
  u64 free = static_cast<u64>(fs.f_bavail) * static_cast<u64>(fs.f_bsize);
  if (bytes <= free)
    return true;
  why.set("the checkpoint needs ", (bytes >> 20) + 1, " MiB and the disk of ",
          image_, " has ", free >> 20,
          " MiB left; make room or name another file with -_condor_ckpt");
  return false;
}

bool TemporaryImage::write(const void *from, u64 size, u64 at,
                           Reason &why) const {
  const char *data = static_cast<const char *>(from);
  synced_ = false;
  while (size) {
    SysResult n = sys::pwrite(fd_, data, size, at);
    if (!n.ok() && n.error() == EINTR)
      continue;
    if (!n.ok() || n.value() == 0)
      return fail("write", path_.view(), n.error(), why);
    data += n.value();
    at += static_cast<u64>(n.value());
    size -= static_cast<u64>(n.value());
  }
  return true;
}

void TemporaryImage::start_writeback(u64 from, u64 to) const {
  constexpr u64 kStartWrite = 2; // SYNC_FILE_RANGE_WRITE, sync_file_range(2)
  sys::call_on(__NR_sync_file_range, fd_, from, to - from, kStartWrite).ignore();
}

bool TemporaryImage::sync(Reason &why) const {
  if (synced_)
    return true;
  SysResult synced = sys::fsync(fd_);
  synced_ = synced.ok();
  return synced_ || fail("write", path_.view(), synced.error(), why);
}

bool TemporaryImage::publish(Reason &why) {
  if (!sync(why))
    return false;
  SysResult renamed =
      publish_image(path_.c_str(), image_.c_str(), state.config.older);
  if (!renamed.ok())
    return fail("rename to its final name", path_.view(), renamed.error(),
                why);
  remember_image(true);
  close_file();
  sync_directory();
  return true;
}

// The image is in its place: what fails here does not take it back.
void TemporaryImage::sync_directory() {
  Text<kPathMax> directory(directory_of(image_.view()));
  SysResult opened =
      sys::open_own(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (!opened.ok())
    return; // a directory that may be written but not read
  SysResult synced = sys::fsync(opened.fd());
  sys::close(opened.fd()).ignore();
  // EINVAL: file systems that have nothing to write for a directory.
  if (synced.ok() || synced.error() == EINVAL)
    return;
  error("the checkpoint was written, but its directory ", directory,
        " could not be made durable (errno ", synced.error(),
        "): after a power failure the earlier one may be there instead");
}

void TemporaryImage::close_file() {
  sys::close(fd_).ignore();
  fd_ = -1;
}

void TemporaryImage::discard() {
  if (fd_ < 0)
    return;
  sys::unlink(path_.c_str()).ignore();
  close_file();
}

static void remove_unless_locked(const char *path) {
  SysResult opened =
      sys::open_own(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  if (!opened.ok())
    return;
  // Whoever writes it now holds the lock.
  if (sys::flock(opened.fd(), kLockExclusive | kLockNow).ok() &&
      still_named(opened.fd(), path))
    sys::unlink(path).ignore();
  sys::close(opened.fd()).ignore();
}

void remove_stale_temporary(StringView image) {
  remove_unless_locked(GenerationName(image, ".tmp").c_str());
}

} // namespace ckpt
