// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The time limits of docs/migration.md, in seconds.
// Phase: any.  Needs: state is filled.
#pragma once
#include "runtime/ckpt/state.h"

namespace ckpt::migrate {

inline u32 step_limit() {
  u32 seconds = state.config.migrate_timeout;
  return seconds ? seconds : kMigrateTimeout;
}

// To find the addresses of a name, and to connect to one.
inline u32 look_up_limit() { return min(step_limit(), 30u); }

// The receiver verifies the whole image before it is ready.
inline u32 ready_limit(u64 image_size) {
  return step_limit() + static_cast<u32>(image_size >> 23);
}

} // namespace ckpt::migrate
