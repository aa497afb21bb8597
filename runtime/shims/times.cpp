// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A restarted program has consumed what it had before, too.
#include "runtime/shims/shim.h"

#include <sys/times.h>

#include "runtime/abi/usage.h"

using namespace ckpt;

namespace {

// USER_HZ: what the kernel counts in for programs.
clock_t ticks(i64 sec, i64 usec) { return sec * 100 + usec / 10000; }

void add(int who, clock_t &user, clock_t &system) {
  __ckpt_usage before = {};
  __ckpt_add_usage(who, &before);
  user += ticks(before.user_sec, before.user_usec);
  system += ticks(before.system_sec, before.system_usec);
}

} // namespace

extern "C" clock_t times(struct tms *to) noexcept {
  i64 got = shim::system_call(SYS_times, reinterpret_cast<u64>(to), 0, 0, 0, 0, 0);
  if (got < 0 && got > -4096) {
    errno = static_cast<int>(-got);
    return -1;
  }
  if (to) {
    add(0, to->tms_utime, to->tms_stime);
    add(-1, to->tms_cutime, to->tms_cstime);
  }
  return got;
}
