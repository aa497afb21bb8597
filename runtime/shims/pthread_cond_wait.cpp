// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/id_mutex_calls.h"

using namespace ckpt;

extern "C" {
using Function = int(pthread_cond_t *c, pthread_mutex_t *m);
__attribute__((weak)) Function __pthread_cond_wait;
}

namespace {

// It brings the function above out of libc.a.
[[gnu::used]] int (*const volatile kBring)(cnd_t *, mtx_t *) = cnd_wait;

Function find, *next = find; // at first what finds it
CKPT_SLOW int find(pthread_cond_t *c, pthread_mutex_t *m) {
  shim::find_next(next, __pthread_cond_wait, "pthread_cond_wait");
  return next(c, m);
}

CKPT_SLOW int with_id(pthread_cond_t *c, pthread_mutex_t *m) {
  return shim::wait(m, [=] { return next(c, m); });
}

} // namespace

extern "C" int pthread_cond_wait(pthread_cond_t *c, pthread_mutex_t *m) {
  if (shim::may_have_id(m))
    return with_id(c, m);
  return next(c, m);
}
