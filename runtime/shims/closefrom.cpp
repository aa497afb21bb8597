// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/close_numbers.h"

using namespace ckpt;

extern "C" void closefrom(int lowest) {
  int kept = __ckpt_stream_descriptor();
  int error = errno;
  unsigned first = static_cast<unsigned>(lowest < 0 ? 0 : lowest);
  // A kernel before 5.9.
  if (shim::close_numbers(first, ~0u, 0) < 0)
    for (long fd = first, end = sysconf(_SC_OPEN_MAX); fd < end; ++fd)
      if (fd != kept)
        close(static_cast<int>(fd));
  errno = error;
}
