// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ckpt_run --migrate PID HOST PORT: asks a running job to move, and tells how
// it went.  runtime/abi/request.h says how the two talk.
#pragma once
#include "tools/run/options.h"

namespace ckpt::run {

// The exit status.
int ask_to_move(const CommandLine &line);

} // namespace ckpt::run
