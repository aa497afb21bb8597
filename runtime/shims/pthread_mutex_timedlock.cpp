// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/id_mutex_calls.h"

using namespace ckpt;

extern "C" {
using Function = int(pthread_mutex_t *m, const struct timespec *until) noexcept;
__attribute__((weak)) Function __pthread_mutex_timedlock;
}

namespace {

// It brings the function above out of libc.a.
[[gnu::used]] int (*const volatile kBring)(mtx_t *, const struct timespec *) = mtx_timedlock;

Function find, *next = find; // at first what finds it
CKPT_SLOW int find(pthread_mutex_t *m, const struct timespec *until) noexcept {
  shim::find_next(next, __pthread_mutex_timedlock, "pthread_mutex_timedlock");
  return next(m, until);
}

CKPT_SLOW int with_id(pthread_mutex_t *m, const struct timespec *until) noexcept {
  return shim::take(m, [=] { return next(m, until); });
}

} // namespace

extern "C" int pthread_mutex_timedlock(pthread_mutex_t *m, const struct timespec *until) noexcept {
  if (shim::may_have_id(m))
    return with_id(m, until);
  return next(m, until);
}
