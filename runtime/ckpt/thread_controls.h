// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What prctl(2) and personality(2) set for the calling thread alone, so that no
// other can read or set it; a new thread has those of the one that makes it.
// Phase: pre-libc, signal.
#pragma once
#include "runtime/abi/image.h"

namespace ckpt {

// Names as in image::Attributes.
struct ThreadControls {
  static ThreadControls of(const image::Attributes &attributes);
  void put(image::Attributes &attributes) const;

  u64 timer_slack;
  u32 personality;
  u32 no_new_privileges;
  u32 keep_capabilities;
  u32 store_bypass;
  u32 indirect_branch;
  u32 cache_flush;
  u32 secure_bits;
  u32 io_flusher;
  u32 machine_check;
  image::Capabilities capabilities;
};

// Of the calling thread.
void read_controls(ThreadControls &now);
// Those that `own` has a bit of; the result has the bits of what was refused.
// Of capabilities only what takes rights is done: the rest of the program's are
// given up when nothing needs them any more (ckpt/capabilities.h).
u32 set_controls(const ThreadControls &saved, u32 own);

} // namespace ckpt
