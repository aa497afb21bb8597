// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/mutex_attribute.h"

using namespace ckpt;

extern "C" int pthread_mutexattr_setrobust(pthread_mutexattr_t *attributes,
                                           int robust) noexcept {
  shim::use_id_mutexes();
  if (robust != PTHREAD_MUTEX_STALLED && robust != PTHREAD_MUTEX_ROBUST)
    return EINVAL;
  return shim::set_attribute(*attributes, pthread_mutexattr_getrobust, robust);
}
