// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sched.h>

#include "runtime/shims/thread_id.h"

using namespace ckpt;

extern "C" int pthread_setaffinity_np(pthread_t thread, size_t size,
                                      const cpu_set_t *set) noexcept {
  return shim::error_of(shim::in_one_life([&] {
    return shim::call(SYS_sched_setaffinity, shim::real_id(thread), size,
                      shim::word(set));
  }));
}
