// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the shims of the mutex functions share.  Each begins with one look at
// the mutex's kind; the rest stays out of its way.
// Phase: normal, signal.
#pragma once
#include <errno.h>
#include <threads.h>

#include "runtime/shims/id_mutex.h"
#include "runtime/shims/next.h"

#define CKPT_SLOW [[gnu::noinline, gnu::cold]]

namespace ckpt::shim {

// After a restart in the middle of it libc may have compared the old id with
// the new one: these answers may be wrong, and nothing was done.
inline bool is_again(int error) { return error == EPERM || error == EDEADLK; }

// Wherever in it restarts come, and however many.
template <class Call> int with_real_id(pthread_mutex_t *m, Call call) {
  for (;;) {
    u32 before = life();
    int error = call();
    if (before == life())
      return error;
    if (error == 0 || error == EOWNERDEAD)
      claim(m);
    if (!is_again(error))
      return error;
  }
}

// A call that takes the mutex.
template <class Call> int take(pthread_mutex_t *m, Call call) {
  if (!has_id(m))
    return call();
  begin_real_id();
  note_held(m);
  int error = with_real_id(m, call);
  if (error && error != EOWNERDEAD)
    forget_held(m);
  end_real_id();
  return error;
}

// The one that gives it back.
template <class Call> int give_back(pthread_mutex_t *m, Call call) {
  if (!has_id(m))
    return call();
  begin_real_id();
  int error;
  u32 before;
  do {
    before = life();
    error = call();
  } while (is_again(error) && before != life());
  // From here another thread may have destroyed it.
  if (!error)
    forget_held(m);
  end_real_id();
  return error;
}

inline void cancelled(void *) { end_real_id(); }

// A call that gives it back, waits and takes it again.  Cancelled, a thread has
// it again before this level's cleanup runs.
template <class Call> int wait(pthread_mutex_t *m, Call call) {
  if (!has_id(m))
    return call();
  int error;
  begin_real_id();
  pthread_cleanup_push(cancelled, nullptr);
  u32 before;
  do {
    before = life();
    error = call();
    // EPERM: it does not wait, as the mutex is not the caller's; or see above.
  } while (error == EPERM && before != life());
  if (before != life() &&
      (error == 0 || error == ETIMEDOUT || error == EOWNERDEAD))
    claim(m);
  pthread_cleanup_pop(1);
  return error;
}

} // namespace ckpt::shim
