// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A time namespace for this process, in which CLOCK_MONOTONIC and
// CLOCK_BOOTTIME differ from the machine's (time_namespaces(7)): the vDSO, every
// wait and every timer follow.
// Phase: pre-libc.  Needs: one thread.
#pragma once
#include "runtime/restart/clock_plan.h"

namespace ckpt::restart {

// Enters one in which the clocks show so much more, or less.  Tried in a child
// first: false means that this process is what it was.  `with_user`: where it
// is not privileged, in a user namespace of its own, with its own user and
// group alone.
bool enter_time_namespace(const ClockPair &more, bool with_user);

} // namespace ckpt::restart
