// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Weak: in libc.a the name is strong, and something else may bring it.
#include "runtime/shims/schedule.h"

using namespace ckpt;

extern "C" {
using Get = int(pthread_t, int *, struct sched_param *) noexcept;
__attribute__((weak)) Get __pthread_getschedparam;
}

namespace {

int own_get(pthread_t thread, int *policy, struct sched_param *param) noexcept {
  i32 id = shim::real_id(thread);
  if (!id)
    return ESRCH;
  i64 got = shim::call(SYS_sched_getscheduler, id);
  if (got < 0)
    return shim::error_of(got);
  *policy = static_cast<int>(got);
  return shim::error_of(shim::call(SYS_sched_getparam, id, shim::word(param)));
}

Get find, *next = find;
int find(pthread_t thread, int *policy, struct sched_param *param) noexcept {
  shim::find_next(next, __pthread_getschedparam, "pthread_getschedparam");
  if (!next)
    next = own_get;
  return next(thread, policy, param);
}

} // namespace

extern "C" __attribute__((weak)) int
pthread_getschedparam(pthread_t thread, int *policy,
                      struct sched_param *param) noexcept {
  return shim::in_one_life([&] {
    return (shim::libc_knows(thread) ? next : own_get)(thread, policy, param);
  });
}
