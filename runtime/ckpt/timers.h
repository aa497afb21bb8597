// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The program's timers at a checkpoint.  They run on: nothing is delayed or
// lost by one.
// Phase: signal.  Needs: -_ckpt_interval's timer does not exist.
// Errors: false and `why`.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt {

bool count_timers(u64 &count, Reason &why);

// Each with what is left of it.  Expiries of repeated timers that were pending
// leave the list of pending signals and become image::Timer::due.  Needs the
// program stopped, and the arena.
bool collect_timers(Snapshot &snapshot, u64 count, Reason &why);

// Gives those expiries back to the program that goes on.
void put_expiries_back(const Snapshot &snapshot);

} // namespace ckpt
