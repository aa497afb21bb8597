// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/next.h"
#include "runtime/shims/thread_id.h"

using namespace ckpt;

extern "C" {
using Kill = int(pthread_t, int) noexcept;
__attribute__((weak)) Kill __pthread_kill;
}

namespace {

// Where libc's own cannot be reached, too.  A thread that has ended and not
// been joined takes every signal, and does nothing.
int own_kill(pthread_t thread, int sig) noexcept {
  if (shim::is_libc_signal(sig))
    return EINVAL;
  i32 id = pthread_equal(thread, pthread_self())
               ? static_cast<i32>(shim::call(SYS_gettid, 0))
               : shim::real_id(thread);
  if (!id)
    return 0;
  int error = shim::error_of(shim::call(
      SYS_tgkill, getpid(), static_cast<u64>(id), static_cast<u64>(sig)));
  return error == ESRCH && !shim::real_id(thread) ? 0 : error;
}

Kill find, *next = find;
int find(pthread_t thread, int sig) noexcept {
  shim::find_next(next, __pthread_kill, "pthread_kill");
  if (!next)
    next = own_kill;
  return next(thread, sig);
}

} // namespace

extern "C" int pthread_kill(pthread_t thread, int sig) noexcept {
  return shim::in_one_life([&] {
    __ckpt_ids ids;
    if (__builtin_expect(__ckpt_life != 0, 0) && shim::is_renamed(thread, ids))
      return own_kill(thread, sig);
    return next(thread, sig);
  });
}
