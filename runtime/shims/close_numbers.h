// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// close_range(2) that spares the command stream's descriptor.
// Phase: normal, signal.
#pragma once
#include "runtime/shims/shim.h"

// runtime/ckpt/command_stream.h: -1, or the one to spare.
extern "C" int __ckpt_stream_descriptor();

namespace ckpt::shim {

// Sets errno and returns -1 as close_range(2) does.
inline int close_numbers(unsigned first, unsigned last, int flags) {
  int kept = __ckpt_stream_descriptor();
  unsigned spared = static_cast<unsigned>(kept);
  if (kept < 0 || spared < first || spared > last)
    return static_cast<int>(syscall(SYS_close_range, first, last, flags));
  if (spared > first &&
      syscall(SYS_close_range, first, spared - 1, flags) < 0)
    return -1;
  if (spared == last)
    return 0;
  return static_cast<int>(syscall(SYS_close_range, spared + 1, last, flags));
}

} // namespace ckpt::shim
