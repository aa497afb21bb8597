// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/schedule.h"

using namespace ckpt;

extern "C" int pthread_setschedprio(pthread_t thread, int priority) noexcept {
  int policy;
  struct sched_param param;
  int error = pthread_getschedparam(thread, &policy, &param);
  param.sched_priority = priority;
  return error ? error : pthread_setschedparam(thread, policy, &param);
}
