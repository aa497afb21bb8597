// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// libc's own cannot be reached in a static program, where nothing else needs it.
#include "runtime/shims/id_mutex_calls.h"

using namespace ckpt;

extern "C" int pthread_mutex_consistent(pthread_mutex_t *m) noexcept {
  if (!shim::has_id(m) || m->__data.__owner != shim::kInconsistent)
    return EINVAL;
  shim::begin_real_id();
  m->__data.__owner = *shim::own_id();
  shim::end_real_id();
  return 0;
}
