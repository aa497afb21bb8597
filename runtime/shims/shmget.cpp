// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/segment_id.h"

using namespace ckpt;

extern "C" int shmget(key_t key, size_t size, int flags) noexcept {
  i64 real = shim::call(SYS_shmget, key, size, static_cast<u64>(i64{flags}));
  if (real < 0)
    return shim::with_errno(real);
  i32 number = __ckpt_name_segment(static_cast<i32>(real));
  return shim::with_errno(number < 0 ? -ENOSPC : number);
}
