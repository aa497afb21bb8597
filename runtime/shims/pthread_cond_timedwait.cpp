// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/deadline.h"
#include "runtime/shims/id_mutex_calls.h"

using namespace ckpt;

extern "C" {
using Function = int(pthread_cond_t *c, pthread_mutex_t *m, const struct timespec *until);
__attribute__((weak)) Function __pthread_cond_timedwait;
}

namespace {

// It brings the function above out of libc.a.
[[gnu::used]] int (*const volatile kBring)(cnd_t *, mtx_t *) = cnd_wait;

// The bits of a condition variable that are set if its clock is
// CLOCK_MONOTONIC, of the byte `at`; learnt by making one of each.
struct ClockBits {
  u32 at;
  u32 mask;
} monotonic;

bool is_monotonic(const pthread_cond_t *c) {
  return __builtin_expect(reinterpret_cast<const u8 *>(c)[monotonic.at] & monotonic.mask, 0);
}

bool make(pthread_cond_t *c, clockid_t clock) {
  pthread_condattr_t attributes;
  memset(c, 0, sizeof *c);
  if (pthread_condattr_init(&attributes) != 0)
    return false;
  bool made = pthread_condattr_setclock(&attributes, clock) == 0 && pthread_cond_init(c, &attributes) == 0;
  pthread_condattr_destroy(&attributes);
  return made;
}

void learn_clock_bits() {
  pthread_cond_t day, running;
  if (!make(&day, CLOCK_REALTIME) || !make(&running, CLOCK_MONOTONIC))
    return;
  const u8 *is_not = reinterpret_cast<const u8 *>(&day), *is = reinterpret_cast<const u8 *>(&running);
  for (u32 i = 0; i < sizeof day; ++i)
    if (u8 mask = static_cast<u8>(is[i] & ~is_not[i]); mask && !monotonic.mask) {
      monotonic.at = i;
      __atomic_store_n(&monotonic.mask, mask, __ATOMIC_RELEASE);
    }
  pthread_cond_destroy(&day);
  pthread_cond_destroy(&running);
}

Function find, *next = find; // at first what finds it
CKPT_SLOW int find(pthread_cond_t *c, pthread_mutex_t *m, const struct timespec *until) {
  Function *found;
  shim::find_next(found, __pthread_cond_timedwait, "pthread_cond_timedwait");
  learn_clock_bits();
  __atomic_store_n(&next, found, __ATOMIC_RELEASE);
  return pthread_cond_timedwait(c, m, until);
}

CKPT_SLOW int with_id(pthread_cond_t *c, pthread_mutex_t *m, const struct timespec *until) {
  return shim::wait(m, [=] { return next(c, m, until); });
}

// Not inlined: the way of the other clock needs no stack.
[[gnu::noinline]] int on_moved_clock(pthread_cond_t *c, pthread_mutex_t *m, const struct timespec *until) {
  shim::KernelDeadline deadline(CLOCK_MONOTONIC, until);
  if (shim::may_have_id(m))
    return with_id(c, m, deadline.get());
  return next(c, m, deadline.get());
}

} // namespace

extern "C" int pthread_cond_timedwait(pthread_cond_t *c, pthread_mutex_t *m, const struct timespec *until) {
  if (is_monotonic(c))
    return on_moved_clock(c, m, until);
  if (shim::may_have_id(m))
    return with_id(c, m, until);
  return next(c, m, until);
}
