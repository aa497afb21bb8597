// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls that send a signal to a process by its number.
// Phase: normal, signal.
#pragma once
#include "runtime/ckpt/own_number.h"
#include "runtime/ckpt/pids.h"
#include "runtime/shims/thread_id.h"

namespace ckpt::shim {

// Whether `pid`, which becomes the present number, is this process.  In one life:
// what is not its own then was never meant to be.
inline bool is_own(pid_t &pid) {
  for (pid_t asked = pid;;) {
    u32 life = __atomic_load_n(&__ckpt_life, __ATOMIC_SEQ_CST);
    pid = asked > 0 ? __ckpt_real_pid(asked) : asked;
    bool own = pid == getpid();
    if (life == __atomic_load_n(&__ckpt_life, __ATOMIC_SEQ_CST))
      return own;
  }
}

// The system call `number` for the process that `pid` means, itself also where
// it had that number before a restart.
inline i64 send_to_process(u64 number, pid_t pid, u64 second, u64 third = 0,
                           u64 fourth = 0) {
  if (is_own(pid))
    return __ckpt_send_own(number, second, third, fourth);
  return call(number, pid, second, third, fourth);
}

} // namespace ckpt::shim
