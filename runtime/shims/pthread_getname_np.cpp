// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/thread_name.h"

using namespace ckpt;

extern "C" int pthread_getname_np(pthread_t thread, char *to,
                                  size_t size) noexcept {
  if (size < shim::kNameSize)
    return ERANGE;
  if (pthread_equal(thread, pthread_self()))
    return shim::error_of(shim::call(SYS_prctl, PR_GET_NAME, shim::word(to)));
  i64 got = shim::on_name(thread, O_RDONLY, SYS_read, to, size);
  if (got < 0)
    return shim::error_of(got);
  // The file ends with a line feed.
  to[got > 0 && to[got - 1] == '\n' ? got - 1 : got == i64(size) ? got - 1
                                                                 : got] = 0;
  return 0;
}
