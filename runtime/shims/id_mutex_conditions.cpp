// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Waits that give a mutex back and take it again, as in id_mutex_calls.cpp.
#include <errno.h>
#include <threads.h>

#include "runtime/shims/id_mutex.h"
#include "runtime/shims/next.h"

using namespace ckpt;

extern "C" {
using Wait = int(pthread_cond_t *, pthread_mutex_t *);
using TimedWait = int(pthread_cond_t *, pthread_mutex_t *,
                      const struct timespec *);
using ClockWait = int(pthread_cond_t *, pthread_mutex_t *, clockid_t,
                      const struct timespec *);
__attribute__((weak)) Wait __pthread_cond_wait;
__attribute__((weak)) TimedWait __pthread_cond_timedwait;
__attribute__((weak)) ClockWait __pthread_cond_clockwait;
}

namespace {

// It brings the functions above out of libc.a.
[[gnu::used]] int (*const volatile kBring)(cnd_t *, mtx_t *) = cnd_wait;

Wait find_wait;
TimedWait find_timedwait;
ClockWait find_clockwait;

// At first what finds them.
Wait *next_wait = find_wait;
TimedWait *next_timedwait = find_timedwait;
ClockWait *next_clockwait = find_clockwait;

int find_wait(pthread_cond_t *c, pthread_mutex_t *m) {
  shim::find_next(next_wait, __pthread_cond_wait, "pthread_cond_wait");
  return next_wait(c, m);
}
int find_timedwait(pthread_cond_t *c, pthread_mutex_t *m,
                   const struct timespec *t) {
  shim::find_next(next_timedwait, __pthread_cond_timedwait,
                  "pthread_cond_timedwait");
  return next_timedwait(c, m, t);
}
int find_clockwait(pthread_cond_t *c, pthread_mutex_t *m, clockid_t clock,
                   const struct timespec *t) {
  shim::find_next(next_clockwait, __pthread_cond_clockwait,
                  "pthread_cond_clockwait");
  return next_clockwait(c, m, clock, t);
}

void cancelled(void *) { shim::end_real_id(); }

// Cancelled, a thread has the mutex again before this level's cleanup runs.
template <class Call> int wait(pthread_mutex_t *m, Call call) {
  int error;
  shim::begin_real_id();
  pthread_cleanup_push(cancelled, nullptr);
  i32 before;
  do {
    before = *shim::own_id();
    error = call();
    // EPERM: it does not wait, as the mutex is not the caller's.  A restart in
    // the middle may have made libc compare the old id with the new one.
  } while (error == EPERM && before != *shim::own_id());
  if (error != EPERM)
    shim::change_id(m, before, *shim::own_id());
  pthread_cleanup_pop(1);
  return error;
}

} // namespace

#define CKPT_LIBC extern "C" __attribute__((weak))

CKPT_LIBC int pthread_cond_wait(pthread_cond_t *c, pthread_mutex_t *m) {
  if (!shim::may_have_id(m) || !shim::has_id(m))
    return next_wait(c, m);
  return wait(m, [=] { return next_wait(c, m); });
}

CKPT_LIBC int pthread_cond_timedwait(pthread_cond_t *c, pthread_mutex_t *m,
                                     const struct timespec *until) {
  if (!shim::may_have_id(m) || !shim::has_id(m))
    return next_timedwait(c, m, until);
  return wait(m, [=] { return next_timedwait(c, m, until); });
}

CKPT_LIBC int pthread_cond_clockwait(pthread_cond_t *c, pthread_mutex_t *m,
                                     clockid_t clock,
                                     const struct timespec *until) {
  if (!shim::may_have_id(m) || !shim::has_id(m))
    return next_clockwait(c, m, clock, until);
  return wait(m, [=] { return next_clockwait(c, m, clock, until); });
}

void ckpt::shim::use_id_conditions() {}
