// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/thread_name.h"

using namespace ckpt;

extern "C" int pthread_setname_np(pthread_t thread, const char *name) noexcept {
  size_t size = strlen(name);
  if (size >= shim::kNameSize)
    return ERANGE;
  if (pthread_equal(thread, pthread_self()))
    return shim::error_of(shim::call(SYS_prctl, PR_SET_NAME, shim::word(name)));
  i64 done = shim::on_name(thread, O_RDWR, SYS_write,
                           const_cast<char *>(name), size);
  return done < 0 ? shim::error_of(done)
                  : done != static_cast<i64>(size) ? EIO : 0;
}
