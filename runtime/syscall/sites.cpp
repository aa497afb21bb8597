// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A dynamic libc's functions lie in one mapping with each other and with nothing
// else; a static one's lie among the program's, and have two names.
#include "runtime/syscall/sites.h"

#include "runtime/abi/direct_calls.h"
#include "runtime/arch/x86_64/dispatch.h"
#include "runtime/proc/maps.h"
#include "runtime/proc/read_file.h"

namespace ckpt::syscall {

namespace {

// Threads that come at the same time find the same; `end` is written last.
constinit u64 libc_start = 0;
constinit u64 libc_end = 0;

bool find_code(u64 address, u64 &start, u64 &end) {
  Reason unused;
  bool found = false;
  proc::each_line("/proc/thread-self/maps", unused, [&](StringView text) {
    proc::MapsLine line;
    if (!proc::parse_maps_line(text, line))
      return false;
    found = address >= line.start && address < line.end;
    start = line.start;
    end = line.end;
    return !found;
  });
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

extern "C" u32 __ckpt_is_libc(const void *function, const void *second,
                              const void *errno_location) {
  if (second && function == second)
    return 1;
  u64 end = __atomic_load_n(&libc_end, __ATOMIC_ACQUIRE);
  if (!end)
    end = find_libc(reinterpret_cast<u64>(errno_location));
  u64 address = reinterpret_cast<u64>(function);
  return address < end && address >= libc_start;
}

extern "C" u32 __ckpt_is_direct(u64 number) {
  return kDirectCalls.contain(number);
}

} // namespace ckpt::syscall
