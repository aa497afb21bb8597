// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/process_id.h"

using namespace ckpt;

extern "C" int tgkill(pid_t process, pid_t thread, int sig) noexcept {
  return shim::with_errno(shim::in_one_life([&] {
    return shim::send_to_process(SYS_tgkill, process,
                                 static_cast<u64>(__ckpt_real_tid(thread)),
                                 static_cast<u64>(sig));
  }));
}
