// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/mutex_attribute.h"

using namespace ckpt;

extern "C" int pthread_mutexattr_setprotocol(pthread_mutexattr_t *attributes,
                                             int protocol) noexcept {
  shim::use_id_mutexes();
  if (protocol != PTHREAD_PRIO_NONE && protocol != PTHREAD_PRIO_INHERIT &&
      protocol != PTHREAD_PRIO_PROTECT)
    return EINVAL;
  return shim::set_attribute(*attributes, pthread_mutexattr_getprotocol,
                             protocol);
}
