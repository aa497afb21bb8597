// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Weak: in libc.a the name is strong, and something else may bring it.
#include "runtime/shims/schedule.h"

using namespace ckpt;

extern "C" {
using Set = int(pthread_t, int, const struct sched_param *) noexcept;
__attribute__((weak)) Set __pthread_setschedparam;
}

namespace {

int own_set(pthread_t thread, int policy,
            const struct sched_param *param) noexcept {
  i32 id = shim::real_id(thread);
  return id ? shim::error_of(shim::call(SYS_sched_setscheduler, id,
                                        static_cast<u64>(policy),
                                        shim::word(param)))
            : ESRCH;
}

Set find, *next = find;
int find(pthread_t thread, int policy,
         const struct sched_param *param) noexcept {
  shim::find_next(next, __pthread_setschedparam, "pthread_setschedparam");
  if (!next)
    next = own_set;
  return next(thread, policy, param);
}

} // namespace

extern "C" __attribute__((weak)) int
pthread_setschedparam(pthread_t thread, int policy,
                      const struct sched_param *param) noexcept {
  return shim::in_one_life([&] {
    return (shim::libc_knows(thread) ? next : own_set)(thread, policy, param);
  });
}
