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
// CLOCK_MONOTONIC: a mask, and above it which byte.  Learnt by making one of
// each; one word, for another thread may be learning them.
u32 clock_bits;

bool is_monotonic(const pthread_cond_t *c) {
  u32 bits = __atomic_load_n(&clock_bits, __ATOMIC_RELAXED);
  return __builtin_expect(reinterpret_cast<const u8 *>(c)[bits >> 8] & bits & 0xff, 0);
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
  u32 bits = 0;
  for (u32 i = 0; i < sizeof day && !bits; ++i)
    if (u32 mask = static_cast<u32>(is[i] & ~is_not[i]))
      bits = i << 8 | mask;
  __atomic_store_n(&clock_bits, bits, __ATOMIC_RELAXED);
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
