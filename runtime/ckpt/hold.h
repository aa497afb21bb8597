// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Requests that come while the program has put checkpoints off.  One is
// remembered; a vacate is not forgotten for a periodic one.
// Phase: normal, signal.  Lock-free: a request may interrupt every function.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

enum Deferred : u32 { kDeferredPeriodic = 1, kDeferredVacate = 2 };

// False: the request is remembered, nothing is to be done now.  True: it is to
// be served now, and what was deferred with it: then `vacate` may become true.
bool admit_request(bool &vacate);

} // namespace ckpt
