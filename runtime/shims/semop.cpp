// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sys/sem.h>

#include "runtime/shims/timed.h"

using namespace ckpt;

extern "C" int semop(int id, struct sembuf *operations, size_t count) noexcept {
  return shim::answer(shim::undisturbed(
      0,
      [&](u64 at) {
        return __ckpt_timed_call(at, SYS_semop, shim::word(id),
                                 shim::word(operations), count, 0, 0, 0);
      },
      [](u64) {}));
}
