// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The limit is copied: the checkpoint handler may shorten ours.
#include <sys/sem.h>

#include "runtime/shims/timed.h"

using namespace ckpt;

extern "C" int semtimedop(int id, struct sembuf *operations, size_t count,
                          const struct timespec *timeout) noexcept {
  struct timespec left;
  u64 deadline = 0;
  if (timeout) {
    left = *timeout;
    deadline = shim::deadline_in(shim::nanoseconds(left));
  }
  return shim::answer(shim::undisturbed(
      deadline,
      [&](u64 at) {
        return __ckpt_timed_call(
            at, SYS_semtimedop, shim::word(id), shim::word(operations), count,
            shim::word(timeout ? &left : nullptr), 0, 0);
      },
      [&](u64 at) { shim::shorten(at, left); }));
}
