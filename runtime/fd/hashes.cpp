// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/fd/hashes.h"

#include "runtime/abi/text.h"
#include "runtime/fd/child.h"
#include "runtime/image/checksum.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/keeper.h"

namespace ckpt::fd {

bool hash_piece(int fd, u64 from, u64 size, u32 &crc) {
  char page[kPageSize];
  u64 done = 0;
  while (done < size) {
    SysResult n = sys::pread(fd, page + done, size - done, from + done);
    if (!n.ok() || n.value() == 0)
      return false;
    done += static_cast<u64>(n.value());
  }
  crc = image::crc32c(0, page, size);
  return true;
}

namespace {

void hash_through(int fd, image::Descriptor &d) {
  u64 size = min<u64>(d.length, kPageSize);
  if (hash_piece(fd, 0, size, d.head_crc))
    d.flags |= image::kHeadHash;
  if (hash_piece(fd, d.length - size, size, d.tail_crc))
    d.flags |= image::kTailHash;
}

// A descriptor that is open for writing only, or takes whole blocks (O_DIRECT), is
// read through another one.
void hash_reopened(int fd, image::Descriptor &d) {
  Text<64> link("/proc/thread-self/fd/", fd);
  SysResult again = sys::open_own(link.c_str(), O_RDONLY | O_CLOEXEC);
  if (!again.ok())
    return;
  hash_through(again.fd(), d);
  sys::close(again.fd()).ignore();
}

} // namespace

void hash_ends(int fd, image::Descriptor &d, bool locked) {
  if ((d.open_flags & O_ACCMODE) != O_WRONLY && !(d.open_flags & O_DIRECT))
    hash_through(fd, d);
  else if (!locked)
    hash_reopened(fd, d);
  else // without a child there is no hash, and a restart takes no other length
    static_cast<void>(apart([&] { hash_reopened(fd, d); }));
}

} // namespace ckpt::fd
