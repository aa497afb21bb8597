// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// libc's functions of mutexes, as they are called in programs that refer to
// pthread_mutexattr_setprotocol or _setrobust, and in no others.  Weak: those
// that the program defines itself are its own.
#include <errno.h>
#include <threads.h>

#include "runtime/shims/id_mutex.h"
#include "runtime/shims/next.h"

using namespace ckpt;

extern "C" {
using OnMutex = int(pthread_mutex_t *) noexcept;
using Timed = int(pthread_mutex_t *, const struct timespec *) noexcept;
using Clocked = int(pthread_mutex_t *, clockid_t,
                    const struct timespec *) noexcept;
using Ceiling = int(pthread_mutex_t *, int, int *) noexcept;
__attribute__((weak)) OnMutex __pthread_mutex_lock, __pthread_mutex_trylock,
    __pthread_mutex_unlock, __pthread_mutex_consistent;
__attribute__((weak)) Timed __pthread_mutex_timedlock;
__attribute__((weak)) Clocked __pthread_mutex_clocklock;
}

namespace {

// They bring the functions above out of libc.a.
[[gnu::used]] int (*const volatile kBring[])(mtx_t *) = {
    mtx_lock, mtx_trylock, mtx_unlock};
[[gnu::used]] int (*const volatile kBringTimed)(mtx_t *,
                                                const struct timespec *) =
    mtx_timedlock;

OnMutex find_lock, find_trylock, find_unlock, find_consistent;
Timed find_timedlock;
Clocked find_clocklock;

// At first what finds them.
OnMutex *next_lock = find_lock, *next_trylock = find_trylock,
        *next_unlock = find_unlock, *next_consistent = find_consistent;
Timed *next_timedlock = find_timedlock;
Clocked *next_clocklock = find_clocklock;

int find_lock(pthread_mutex_t *m) noexcept {
  shim::find_next(next_lock, __pthread_mutex_lock, "pthread_mutex_lock");
  return next_lock(m);
}
int find_trylock(pthread_mutex_t *m) noexcept {
  shim::find_next(next_trylock, __pthread_mutex_trylock,
                  "pthread_mutex_trylock");
  return next_trylock(m);
}
int find_unlock(pthread_mutex_t *m) noexcept {
  shim::find_next(next_unlock, __pthread_mutex_unlock, "pthread_mutex_unlock");
  return next_unlock(m);
}
int find_timedlock(pthread_mutex_t *m, const struct timespec *t) noexcept {
  shim::find_next(next_timedlock, __pthread_mutex_timedlock,
                  "pthread_mutex_timedlock");
  return next_timedlock(m, t);
}
int find_clocklock(pthread_mutex_t *m, clockid_t c,
                   const struct timespec *t) noexcept {
  shim::find_next(next_clocklock, __pthread_mutex_clocklock,
                  "pthread_mutex_clocklock");
  return next_clocklock(m, c, t);
}

// In a static program libc's is not there; it is three lines.
constexpr int kInconsistent = 0x7fffffff; // EOWNERDEAD has been told
int own_consistent(pthread_mutex_t *m) noexcept {
  if (m->__data.__owner != kInconsistent)
    return EINVAL;
  m->__data.__owner = *shim::own_id();
  return 0;
}
int find_consistent(pthread_mutex_t *m) noexcept {
  shim::find_next(next_consistent, __pthread_mutex_consistent,
                  "pthread_mutex_consistent");
  if (!next_consistent)
    next_consistent = own_consistent;
  return next_consistent(m);
}

// After a restart in the middle of it libc may have compared the old id with
// the new one: these answers may be wrong, and nothing was done.
bool is_again(int error) { return error == EPERM || error == EDEADLK; }

template <class Call> int with_real_id(pthread_mutex_t *m, Call call) {
  for (;;) {
    i32 before = *shim::own_id();
    int error = call();
    i32 after = *shim::own_id();
    if (before == after)
      return error;
    if (error == 0 || error == EOWNERDEAD)
      shim::change_id(m, before, after);
    if (!is_again(error))
      return error;
  }
}

template <class Call> int take(pthread_mutex_t *m, Call call) {
  shim::begin_real_id();
  shim::note_held(m);
  int error = with_real_id(m, call);
  if (error && error != EOWNERDEAD)
    shim::forget_held(m);
  shim::end_real_id();
  return error;
}

int give_back(pthread_mutex_t *m) {
  shim::begin_real_id();
  int error;
  i32 before;
  do {
    before = *shim::own_id();
    error = next_unlock(m);
  } while (is_again(error) && before != *shim::own_id());
  // From here another thread may have destroyed it.
  if (!error)
    shim::forget_held(m);
  shim::end_real_id();
  return error;
}

} // namespace

#define CKPT_LIBC extern "C" __attribute__((weak))

CKPT_LIBC int pthread_mutex_lock(pthread_mutex_t *m) noexcept {
  if (!shim::may_have_id(m) || !shim::has_id(m))
    return next_lock(m);
  return take(m, [=] { return next_lock(m); });
}

CKPT_LIBC int pthread_mutex_trylock(pthread_mutex_t *m) noexcept {
  if (!shim::may_have_id(m) || !shim::has_id(m))
    return next_trylock(m);
  return take(m, [=] { return next_trylock(m); });
}

CKPT_LIBC int pthread_mutex_timedlock(pthread_mutex_t *m,
                                      const struct timespec *until) noexcept {
  if (!shim::may_have_id(m) || !shim::has_id(m))
    return next_timedlock(m, until);
  return take(m, [=] { return next_timedlock(m, until); });
}

CKPT_LIBC int pthread_mutex_clocklock(pthread_mutex_t *m, clockid_t clock,
                                      const struct timespec *until) noexcept {
  if (!shim::may_have_id(m) || !shim::has_id(m))
    return next_clocklock(m, clock, until);
  return take(m, [=] { return next_clocklock(m, clock, until); });
}

CKPT_LIBC int pthread_mutex_unlock(pthread_mutex_t *m) noexcept {
  if (!shim::may_have_id(m) || !shim::has_id(m))
    return next_unlock(m);
  return give_back(m);
}

CKPT_LIBC int pthread_mutex_consistent(pthread_mutex_t *m) noexcept {
  shim::begin_real_id();
  int error = next_consistent(m);
  shim::end_real_id();
  return error;
}

void ckpt::shim::use_id_mutexes() { use_id_conditions(); }
