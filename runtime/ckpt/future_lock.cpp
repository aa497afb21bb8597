// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/future_lock.h"

#include <asm/errno.h>
#include <asm/mman.h>
#include <linux/mman.h>

#include "runtime/proc/number.h"
#include "runtime/proc/read_file.h"

namespace ckpt {

namespace {

// In kB; there is no call that tells.
u64 locked_memory() {
  u64 found = 0;
  Reason unused;
  static_cast<void>(proc::each_line(
      "/proc/thread-self/status", unused, [&](StringView line) {
        constexpr char kKey[] = "VmLck:";
        if (!line.starts_with(kKey))
          return true;
        StringView rest = line.drop(sizeof kKey - 1);
        proc::skip_blanks(rest);
        return proc::take_dec(rest, found);
      }));
  return found;
}

// A mapping of one page tells: whether it is locked, and whether it is there
// before it is touched.
u32 read_flags() {
  u64 before = locked_memory();
  SysResult page = sys::mmap(0, kPageSize, PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (page.error() == EAGAIN) // too much is locked already
    return MCL_FUTURE;
  if (!page.ok())
    return 0;
  u32 flags = locked_memory() > before ? MCL_FUTURE : 0;
  u8 resident = 0;
  if (flags)
    sys::call(__NR_mincore, page.address(), kPageSize, &resident).ignore();
  sys::munmap(page.address(), kPageSize).ignore();
  return flags && !(resident & 1) ? flags | MCL_ONFAULT : flags;
}

} // namespace

FutureLock::FutureLock() : flags_(read_flags()) {
  if (flags_)
    sys::call(__NR_mlockall, MCL_FUTURE | MCL_ONFAULT).ignore();
}

FutureLock::~FutureLock() {
  if (flags_)
    sys::call(__NR_mlockall, flags_).ignore();
}

} // namespace ckpt
