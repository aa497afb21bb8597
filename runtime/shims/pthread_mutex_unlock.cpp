// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/id_mutex_calls.h"

using namespace ckpt;

extern "C" {
using Function = int(pthread_mutex_t *m) noexcept;
__attribute__((weak)) Function __pthread_mutex_unlock;
}

namespace {

// It brings the function above out of libc.a.
[[gnu::used]] int (*const volatile kBring)(mtx_t *) = mtx_unlock;

Function find, *next = find; // at first what finds it
CKPT_SLOW int find(pthread_mutex_t *m) noexcept {
  shim::find_next(next, __pthread_mutex_unlock, "pthread_mutex_unlock");
  return next(m);
}

CKPT_SLOW int with_id(pthread_mutex_t *m) noexcept {
  return shim::give_back(m, [=] { return next(m); });
}

} // namespace

extern "C" int pthread_mutex_unlock(pthread_mutex_t *m) noexcept {
  if (shim::may_have_id(m))
    return with_id(m);
  return next(m);
}
