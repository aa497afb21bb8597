// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One job from its command line to its end.
#pragma once
#include "tools/run/options.h"
#include "tools/run/signal_state.h"

namespace ckpt::run {

// Returns the exit status, or dies as the job died.
int run_job(const CommandLine &line, SignalState &state);

} // namespace ckpt::run
