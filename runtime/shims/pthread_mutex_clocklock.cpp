// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/deadline.h"
#include "runtime/shims/id_mutex_calls.h"

using namespace ckpt;

extern "C" {
using Function = int(pthread_mutex_t *m, clockid_t clock, const struct timespec *until) noexcept;
__attribute__((weak)) Function __pthread_mutex_clocklock;
}

namespace {

// It brings the function above out of libc.a.
[[gnu::used]] int (*const volatile kBring)(mtx_t *, const struct timespec *) = mtx_timedlock;

Function find, *next = find; // at first what finds it
CKPT_SLOW int find(pthread_mutex_t *m, clockid_t clock, const struct timespec *until) noexcept {
  shim::find_next(next, __pthread_mutex_clocklock, "pthread_mutex_clocklock");
  return next(m, clock, until);
}

CKPT_SLOW int with_id(pthread_mutex_t *m, clockid_t clock, const struct timespec *until) noexcept {
  return shim::take(m, [=] { return next(m, clock, until); });
}

// Not inlined: the way of other clocks needs no stack.
[[gnu::noinline]] int on_moved_clock(pthread_mutex_t *m, clockid_t clock, const struct timespec *until) noexcept {
  shim::KernelDeadline deadline(clock, until);
  if (shim::may_have_id(m))
    return with_id(m, clock, deadline.get());
  return next(m, clock, deadline.get());
}

} // namespace

extern "C" int pthread_mutex_clocklock(pthread_mutex_t *m, clockid_t clock, const struct timespec *until) noexcept {
  if (is_moved_clock(clock))
    return on_moved_clock(m, clock, until);
  if (shim::may_have_id(m))
    return with_id(m, clock, until);
  return next(m, clock, until);
}
