// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sys/sem.h>

#include "runtime/ckpt/ipc_objects.h"
#include "runtime/shims/thread_id.h"

using namespace ckpt;

extern "C" int semget(key_t key, int count, int flags) noexcept {
  i64 number = shim::call(SYS_semget, static_cast<u64>(i64{key}),
                          static_cast<u64>(i64{count}), static_cast<u64>(i64{flags}));
  if (number >= 0)
    __ckpt_know_ipc(IpcKind::kSemaphores, static_cast<i32>(number), key);
  return shim::with_errno(number);
}
