// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// CLOCK_MONOTONIC and CLOCK_BOOTTIME of a restarted program go on from what
// they showed.
// Phase: pre-libc.  Needs: one thread, nothing of the saved process built yet.
// Errors: false and `why`.
#pragma once
#include "runtime/image/decode.h"
#include "runtime/restart/clock_plan.h"

namespace ckpt::restart {

// In this order: this process's own time namespace; what the vDSO tells
// differs from the kernel by `shift`; refused.
bool continue_clocks(const image::View &view, ClockPair &shift, Reason &why);

} // namespace ckpt::restart
