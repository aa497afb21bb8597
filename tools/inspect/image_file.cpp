// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/inspect/image_file.h"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <new>
#include <sys/stat.h>
#include <unistd.h>

namespace ckpt::inspect {

using namespace image;

ImageFile::~ImageFile() {
  if (fd_ >= 0)
    ::close(fd_);
}

Failure ImageFile::damaged(StringView why) const {
  return {cli::kDamaged, cli::printable({path_.data(), path_.size()}) + ": " +
                             std::string(why.data, why.size)};
}

Failure ImageFile::unreadable(const std::string &why) const {
  return {cli::kUnreadable,
          cli::printable({path_.data(), path_.size()}) + ": " + why};
}

Failure ImageFile::open_regular() {
  constexpr char kNoFile[] =
      "not a regular file; give the name of a checkpoint image";
  struct stat st;
  // Asked before it is opened: opening some devices has effects.
  if (::stat(path_.c_str(), &st) != 0)
    return unreadable(std::string("cannot be found: ") + std::strerror(errno) +
                      "; check its name and directory");
  if (!S_ISREG(st.st_mode))
    return unreadable(kNoFile);
  fd_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd_ < 0 || ::fstat(fd_, &st) != 0)
    return unreadable(std::string("cannot be opened: ") + std::strerror(errno) +
                      "; images are readable by their owner only");
  if (!S_ISREG(st.st_mode))
    return unreadable(kNoFile);
  size_ = static_cast<u64>(st.st_size);
  return {};
}

Failure ImageFile::open(const std::string &path) {
  path_ = path;
  Failure failure = open_regular();
  return failure ? failure : decode();
}

Failure ImageFile::decode() {
  u8 tail[sizeof(Commit)];
  u64 tail_size = min<u64>(size_, sizeof tail);
  if (Failure failure = read(size_ - tail_size, tail, tail_size))
    return failure;
  Reason why;
  Commit commit;
  if (!decode_commit({tail, tail_size}, size_, commit, why))
    return damaged(why.view());
  u64 head_size = commit.data_offset;
  head_.reset(new (std::nothrow) u64[head_size / sizeof(u64)]);
  if (!head_)
    return unreadable("not enough memory for its head of " +
                      cli::readable_size(head_size));
  if (Failure failure = read(0, head_.get(), head_size))
    return failure;
  Bytes head{reinterpret_cast<const u8 *>(head_.get()), head_size};
  if (!decode_head(head, commit, view_, why))
    return damaged(why.view());
  return {};
}

Failure ImageFile::read(u64 offset, void *to, u64 size) const {
  char *at = static_cast<char *>(to);
  while (size) {
    ssize_t got = ::pread(fd_, at, size, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return unreadable("cannot be read at byte " + std::to_string(offset) +
                        ": " + std::strerror(errno));
    if (got == 0)
      return unreadable("became shorter while it was read; try again when "
                        "nobody writes it");
    at += got;
    offset += static_cast<u64>(got);
    size -= static_cast<u64>(got);
  }
  return {};
}

u64 ImageFile::next_data(u64 from, u64 to) const {
  off_t found = ::lseek(fd_, static_cast<off_t>(from), SEEK_DATA);
  if (found < 0) // ENXIO: only a hole follows; else: a file system without them
    return errno == ENXIO ? to : from;
  return min(static_cast<u64>(found), to);
}

} // namespace ckpt::inspect
