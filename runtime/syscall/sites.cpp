// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A dynamic libc's functions lie in one mapping with each other and with
// nothing else; a static one's lie among the program's, and have two names.
#include "runtime/syscall/sites.h"

#include "runtime/abi/direct_calls.h"
#include "runtime/arch/x86_64/dispatch.h"
#include "runtime/sys/calls.h"

#include <linux/fcntl.h>

namespace ckpt::syscall {

namespace {

// What `*known` says; zero: nothing yet.
constexpr u8 kLibcs = 1, kNotLibcs = 2;

// Threads that come at the same time find the same; `end` is written last.
constinit u64 libc_start = 0;
constinit u64 libc_end = 0;

// "START-END ..." of each line, byte by byte: a site's stack may be a small
// one, so there is no room for whole lines as runtime/proc/read_file.h has
// them.
class Ranges {
public:
  explicit Ranges(u64 address) : address_(address) {}
  u64 start = 0, end = 0;

  // True: the range is found.
  bool take(char c) {
    if (c == '\n') {
      start = end = 0;
      at_ = &start;
    } else if (c == '-' && at_ == &start) {
      at_ = &end;
    } else if (c == ' ' && at_) {
      at_ = nullptr;
      return address_ >= start && address_ < end;
    } else if (at_) {
      *at_ = *at_ << 4 | static_cast<u64>(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return false;
  }

private:
  u64 address_;
  u64 *at_ = &start; // null: behind both
};

bool find_in(int fd, Ranges &ranges) {
  char piece[256];
  for (;;) {
    SysResult got = sys::read(fd, piece, sizeof piece);
    if (!got.ok() || got.value() <= 0)
      return false;
    for (i64 i = 0; i < got.value(); ++i)
      if (ranges.take(piece[i]))
        return true;
  }
}

bool find_code(u64 address, u64 &start, u64 &end) {
  SysResult opened = sys::open("/proc/thread-self/maps", O_RDONLY | O_CLOEXEC);
  if (!opened.ok())
    return false;
  int fd = static_cast<int>(opened.value());
  Ranges ranges(address);
  bool found = find_in(fd, ranges);
  sys::close(fd).ignore();
  start = ranges.start;
  end = ranges.end;
  return found;
}

// The program's own code is no libc, whatever is in it: an empty range.
[[gnu::noinline]] u64 find_libc(u64 errno_location) {
  u64 start = 0, end = 0;
  if (!find_code(errno_location, start, end))
    return 0; // no descriptor is left; asked again
  u64 own = reinterpret_cast<u64>(__ckpt_text_start);
  if (own >= start && own < end)
    start = end;
  libc_start = start;
  __atomic_store_n(&libc_end, end, __ATOMIC_RELEASE);
  return end;
}

} // namespace

extern "C" u32 __ckpt_know_libc(const void *function, const void *second,
                                const void *errno_location, u8 *known) {
  u64 address = reinterpret_cast<u64>(function);
  u64 end = __atomic_load_n(&libc_end, __ATOMIC_ACQUIRE);
  bool libcs = second && function == second;
  if (!libcs && !end)
    end = find_libc(reinterpret_cast<u64>(errno_location));
  bool is_static = end && libc_start == end;
  libcs = libcs || (address < end && address >= libc_start) ||
          (is_static && second == errno_location);
  if (libcs || end)
    __atomic_store_n(known, libcs ? kLibcs : kNotLibcs, __ATOMIC_RELAXED);
  return libcs;
}

extern "C" u32 __ckpt_is_direct(u64 number) {
  return kDirectCalls.contain(number);
}

} // namespace ckpt::syscall
