// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which parts of an open file have content, and which are holes.
// Phase: pre-libc, signal.  The descriptor's offset moves meanwhile, and is put
// back: nobody else may use it.
#pragma once
#include <asm/errno.h>

#include "runtime/sys/calls.h"

namespace ckpt::fd {

// Calls each(from, to) -> bool, in whole pages, for the parts of [start, end)
// that are no holes: all of it where the file system does not tell.
// False: `each` said so.
template <class Each>
bool each_data_part(int fd, u64 start, u64 end, Each each) {
  constexpr int kSet = 0, kCurrent = 1, kData = 3, kHole = 4; // lseek(2)
  SysResult before = sys::lseek(fd, 0, kCurrent);
  bool good = true;
  for (u64 at = start; good && at < end;) {
    SysResult data = sys::lseek(fd, at, kData);
    if (data.error() == ENXIO)
      break;
    u64 from = data.ok() ? max(at, page_down(static_cast<u64>(data.value())))
                         : at;
    SysResult hole = data.ok() ? sys::lseek(fd, from, kHole) : data;
    u64 to = hole.ok() ? page_up(static_cast<u64>(hole.value())) : end;
    if (from >= end)
      break;
    good = each(from, min(to, end));
    at = max(to, from + kPageSize);
  }
  if (before.ok())
    sys::lseek(fd, static_cast<u64>(before.value()), kSet).ignore();
  return good;
}

} // namespace ckpt::fd
