// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The saved timers at a restart: tried out while it can be refused, made again
// in the restored process under the numbers that the program holds, and set as
// the last thing before it runs.
// Phase: pre-libc, signal.  Needs: every signal blocked.
// Errors: false and `why`.
#pragma once
#include "runtime/abi/image.h"
#include "runtime/abi/text.h"

namespace ckpt::restart {

// Whether this process may have them.  None exists afterwards.
bool timers_can_be_made(Span<const image::Timer> timers, Reason &why);

// Needs: no timer exists, every thread does, no signal is pending, and the table
// of thread ids holds.
bool make_timers(Span<const image::Timer> timers, Reason &why);

void set_timers(Span<const image::Timer> timers);

} // namespace ckpt::restart
