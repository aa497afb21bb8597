// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <mqueue.h>

#include "runtime/shims/next.h"
#include "runtime/shims/thread_id.h"

using namespace ckpt;

extern "C" {
using Cancel = int(pthread_t);
__attribute__((weak)) Cancel __pthread_cancel;
}

namespace {

// Needs pthread_create in libc.a, which brings __pthread_cancel.
[[gnu::used]] int (*const volatile kBring)(mqd_t, const struct sigevent *) =
    mq_notify;

constexpr int kCancelSignal = 32; // libc's SIGCANCEL, see nptl(7)

Cancel find, *next = find;
int find(pthread_t thread) {
  shim::find_next(next, __pthread_cancel, "pthread_cancel");
  return next(thread);
}

bool is_a_thread_of_ours(i32 id) {
  return shim::call(SYS_tgkill, getpid(), static_cast<u64>(id), 0) == 0;
}

} // namespace

namespace {

// libc marks the thread, and if it may be cancelled anywhere, signals it by the
// id that it keeps.  `due`: it has marked it, and the signal did not arrive: a
// second call of libc's may find no need for one, while the thread waits for it.
int cancel(pthread_t thread, bool &due) {
  __ckpt_ids ids;
  if (!__ckpt_life || !shim::is_renamed(thread, ids)) {
    int error = next(thread);
    due = error == ESRCH;
    return error;
  }
  i32 *id = shim::id_of(thread);
  i32 before = ids.kept;
  // Never another thread, though one has this id now.
  bool other = is_a_thread_of_ours(ids.kept) &&
               __atomic_compare_exchange_n(id, &before, ids.real, false,
                                           __ATOMIC_RELAXED, __ATOMIC_RELAXED);
  int error = next(thread);
  if (other) {
    before = ids.real;
    __atomic_compare_exchange_n(id, &before, ids.kept, false, __ATOMIC_RELAXED,
                                __ATOMIC_RELAXED);
  }
  if (error != ESRCH && !due)
    return error;
  due = true;
  return shim::error_of(shim::call(SYS_tgkill, getpid(),
                                   static_cast<u64>(ids.real), kCancelSignal));
}

} // namespace

extern "C" int pthread_cancel(pthread_t thread) {
  bool due = false;
  return shim::in_one_life([&] { return cancel(thread, due); });
}
