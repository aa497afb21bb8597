// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sys/msg.h>

#include "runtime/ckpt/ipc_objects.h"
#include "runtime/shims/thread_id.h"

using namespace ckpt;

extern "C" int msgget(key_t key, int flags) noexcept {
  i64 number = shim::call(SYS_msgget, static_cast<u64>(i64{key}),
                          static_cast<u64>(i64{flags}), 0);
  if (number >= 0)
    __ckpt_know_ipc(IpcKind::kMessages, static_cast<i32>(number), key);
  return shim::with_errno(number);
}
