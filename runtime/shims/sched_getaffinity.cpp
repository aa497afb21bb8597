// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sched.h>

#include "runtime/shims/thread_id.h"

using namespace ckpt;

extern "C" int sched_getaffinity(pid_t thread, size_t size,
                                 cpu_set_t *set) noexcept {
  i64 got = shim::in_one_life([&] {
    return shim::call(SYS_sched_getaffinity, __ckpt_real_tid(thread),
                      size < INT32_MAX ? size : INT32_MAX, shim::word(set));
  });
  if (got < 0)
    return shim::with_errno(got);
  // The kernel fills as much as it has.
  memset(reinterpret_cast<char *>(set) + got, 0,
         size - static_cast<size_t>(got));
  return 0;
}
