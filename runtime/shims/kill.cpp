// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/process_id.h"

using namespace ckpt;

extern "C" int kill(pid_t process, int sig) noexcept {
  return shim::with_errno(shim::in_one_life([=] {
    return shim::send_to_process(SYS_kill, process, static_cast<u64>(sig));
  }));
}
