// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/process_id.h"

using namespace ckpt;

extern "C" int sigqueue(pid_t process, int sig,
                        const union sigval value) noexcept {
  siginfo_t info = shim::queued_signal(sig, value);
  return shim::with_errno(shim::in_one_life([&] {
    return shim::send_to_process(SYS_rt_sigqueueinfo, process,
                                 static_cast<u64>(sig), shim::word(&info));
  }));
}
