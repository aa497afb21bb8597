// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/same_content.h"

#include "runtime/fd/describe.h"
#include "runtime/fd/hashes.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/keeper.h"

namespace ckpt::restart {

namespace {

bool refuse(StringView path, StringView what, Reason &why) {
  why.set("the file ", path, " ", what);
  return false;
}

bool piece_matches(int fd, u64 from, u64 size, u32 saved) {
  u32 crc = 0;
  return fd::hash_piece(fd, from, size, crc) && crc == saved;
}

bool hashes_match(int fd, const image::Descriptor &d, StringView path,
                  bool writable, bool ignore_tail, Mapped mapped,
                  Reason &why) {
  u64 size = min<u64>(d.length, kPageSize);
  bool head_differs = !writable && !mapped.head && (d.flags & image::kHeadHash) &&
                      !piece_matches(fd, 0, size, d.head_crc);
  bool tail_differs = !ignore_tail && !mapped.tail && (d.flags & image::kTailHash) &&
                      !piece_matches(fd, d.length - size, size, d.tail_crc);
  if (!head_differs && !tail_differs)
    return true;
  return refuse(path,
                writable
                    ? "is not the one the job was writing: the bytes before "
                      "its saved end differ. Put the right file back, or take "
                      "it as it is with -_ckpt_rollback off"
                    : "has another content than at the checkpoint; put the "
                      "right file back",
                why);
}

} // namespace

bool same_content(int fd, const image::Descriptor &d, StringView path,
                  bool ignore_tail, Reason &why, Mapped mapped) {
  struct stat st;
  if (!sys::fstat(fd, st).ok() ||
      (st.st_mode & fd::kTypeMask) != fd::kTypeRegular)
    return refuse(path, "is not a regular file any more", why);
  u64 size = static_cast<u64>(st.st_size);
  bool writable = (d.open_flags & O_ACCMODE) != O_RDONLY;
  if (size < d.length && !(writable && ignore_tail)) {
    why.set("the file ", path, " is shorter (", size,
            " bytes) than at the checkpoint (", d.length,
            " bytes); put the right file back");
    return false;
  }
  if (!(d.flags & image::kTailHash) && size != d.length && !ignore_tail)
    return refuse(path,
                  "has another length than at the checkpoint, and could not be "
                  "read then to compare it",
                  why);
  // The new process may have been given it in another mode than the saved one.
  SysResult mode = sys::fcntl(fd, F_GETFL);
  int from = fd;
  if (!mode.ok() || (mode.value() & O_ACCMODE) == O_WRONLY ||
      mode.value() & O_DIRECT) {
    Text<64> link("/proc/thread-self/fd/", fd);
    SysResult again = sys::open_own(link.c_str(), O_RDONLY | O_CLOEXEC);
    if (!again.ok() && (d.flags & image::kTailHash) && !ignore_tail)
      return refuse(path, "cannot be read to compare it", why);
    if (!again.ok())
      return true;
    from = again.fd();
  }
  bool same = hashes_match(from, d, path, writable, ignore_tail, mapped, why);
  if (from != fd)
    sys::close(from).ignore();
  return same;
}

} // namespace ckpt::restart
