// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The thread's restartable-sequence area.  While it is registered the kernel
// writes to it at every preemption, so a checkpoint and a restart unregister
// it.
// Phase: pre-libc, signal.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

struct Rseq {
  u64 area = 0;
  u32 size = 0; // 0: none
  u32 signature = 0;
  bool foreign = false; // one that is not libc's: it cannot be asked for
};
Rseq find_rseq(u64 fs_base);
void register_rseq(const Rseq &rseq);
void unregister_rseq(const Rseq &rseq);
u64 read_fs_base();

} // namespace ckpt
