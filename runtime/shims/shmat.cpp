// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/segment_id.h"

using namespace ckpt;

extern "C" void *shmat(int number, const void *at, int flags) noexcept {
  i64 placed = shim::call_segment(SYS_shmat, number, shim::word(at),
                                  static_cast<u64>(i64{flags}));
  if (placed >= 0 || placed < -4095)
    return reinterpret_cast<void *>(placed);
  errno = static_cast<int>(-placed);
  return reinterpret_cast<void *>(-1);
}
