// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Weak: in libc.a the name is strong, and something else may bring it.
// libc notes a thread's priority, too, for mutexes with a ceiling: they raise it
// and give it back.
#include "runtime/shims/id_mutex.h"
#include "runtime/shims/schedule.h"

using namespace ckpt;

extern "C" {
using Set = int(pthread_t, int, const struct sched_param *) noexcept;
__attribute__((weak)) Set __pthread_setschedparam;
// Alone in its member of libc.a, unlike the function that this shim stands for.
int __pthread_setschedprio(pthread_t, int) noexcept;
}

namespace {

// With libc's idea of the caller's id as the kernel has it.
template <class Call> int as_real(Call call) {
  shim::begin_real_id();
  int error = call();
  shim::end_real_id();
  return error;
}

// What can be done without libc's own: it notes the priority, and asks for the
// policy when it needs it.
int note_priority([[maybe_unused]] pthread_t thread,
                  [[maybe_unused]] int priority) {
#ifdef CKPT_STATIC
  if (pthread_equal(thread, pthread_self()))
    return as_real([=] { return __pthread_setschedprio(thread, priority); });
  if (shim::libc_knows(thread))
    return __pthread_setschedprio(thread, priority);
#endif
  return 0;
}

int own_set(pthread_t thread, int policy,
            const struct sched_param *param) noexcept {
  i32 id = shim::real_id(thread);
  if (!id)
    return ESRCH;
  i64 set = shim::call(SYS_sched_setscheduler, id, static_cast<u64>(policy),
                       shim::word(param));
  return set ? shim::error_of(set)
             : note_priority(thread, param->sched_priority);
}

Set find, *next = find;
int find(pthread_t thread, int policy,
         const struct sched_param *param) noexcept {
  shim::find_next(next, __pthread_setschedparam, "pthread_setschedparam");
  if (!next)
    next = own_set;
  return next(thread, policy, param);
}

int set(pthread_t thread, int policy, const struct sched_param *param) {
  if (shim::libc_knows(thread))
    return next(thread, policy, param);
  if (pthread_equal(thread, pthread_self()))
    return as_real([=] { return next(thread, policy, param); });
  return own_set(thread, policy, param);
}

} // namespace

extern "C" __attribute__((weak)) int
pthread_setschedparam(pthread_t thread, int policy,
                      const struct sched_param *param) noexcept {
  return shim::in_one_life([&] { return set(thread, policy, param); });
}
