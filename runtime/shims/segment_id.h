// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls that name a System V segment by the number that the program knows.
// Phase: normal, signal.
#pragma once
#include <sys/shm.h>

#include "runtime/ckpt/segment_numbers.h"
#include "runtime/shims/thread_id.h"

namespace ckpt::shim {

// SHM_STAT and its kin take a place in the kernel's table instead.
inline bool names_segment(int command) {
  return command == IPC_RMID || command == IPC_SET || command == IPC_STAT ||
         command == SHM_LOCK || command == SHM_UNLOCK;
}

// A restart between reading the number and its use gives the segment another,
// and the kernel knows none of the first.
inline i64 call_segment(u64 call_number, int number, u64 second, u64 third) {
  for (;;) {
    u32 life = __atomic_load_n(&__ckpt_life, __ATOMIC_SEQ_CST);
    i64 result = call(call_number, __ckpt_real_segment(number), second, third);
    bool unknown = result == -EINVAL || result == -EIDRM;
    if (!unknown || life == __atomic_load_n(&__ckpt_life, __ATOMIC_SEQ_CST))
      return result;
  }
}

} // namespace ckpt::shim
