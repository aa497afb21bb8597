// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// mlockall(MCL_FUTURE): memory that is mapped from then on is locked and, but
// for MCL_ONFAULT, filled at once.  A checkpoint's own tables are large and
// mostly empty, so it is told to lock what is touched only, for that time.
// Phase: signal.
#pragma once
#include "runtime/ckpt/room.h"

namespace ckpt {

class FutureLock {
public:
  FutureLock();
  ~FutureLock();
  // What mlockall(2) is to be told again; 0: nothing.
  u32 flags() const { return flags_; }

private:
  Room limit_{RLIMIT_MEMLOCK};
  u32 flags_ = 0;
};

} // namespace ckpt
