// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/deadline.h"
#include "runtime/shims/id_mutex_calls.h"

using namespace ckpt;

extern "C" {
using Function = int(pthread_cond_t *c, pthread_mutex_t *m, clockid_t clock, const struct timespec *until);
__attribute__((weak)) Function __pthread_cond_clockwait;
}

namespace {

// It brings the function above out of libc.a.
[[gnu::used]] int (*const volatile kBring)(cnd_t *, mtx_t *) = cnd_wait;

Function find, *next = find; // at first what finds it
CKPT_SLOW int find(pthread_cond_t *c, pthread_mutex_t *m, clockid_t clock, const struct timespec *until) {
  shim::find_next(next, __pthread_cond_clockwait, "pthread_cond_clockwait");
  return next(c, m, clock, until);
}

CKPT_SLOW int with_id(pthread_cond_t *c, pthread_mutex_t *m, clockid_t clock, const struct timespec *until) {
  return shim::wait(m, [=] { return next(c, m, clock, until); });
}

// Not inlined: the way of other clocks needs no stack.
[[gnu::noinline]] int on_moved_clock(pthread_cond_t *c, pthread_mutex_t *m, clockid_t clock, const struct timespec *until) {
  shim::KernelDeadline deadline(clock, until);
  if (shim::may_have_id(m))
    return with_id(c, m, clock, deadline.get());
  return next(c, m, clock, deadline.get());
}

} // namespace

extern "C" int pthread_cond_clockwait(pthread_cond_t *c, pthread_mutex_t *m, clockid_t clock, const struct timespec *until) {
  if (is_moved_clock(clock))
    return on_moved_clock(c, m, clock, until);
  if (shim::may_have_id(m))
    return with_id(c, m, clock, until);
  return next(c, m, clock, until);
}
