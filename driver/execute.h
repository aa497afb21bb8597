// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs a plan's command.  The only user of Boost.Process.
#pragma once
#include "driver/diagnostics.h"
#include "driver/plan.h"
#include <variant>

namespace ckpt::driver {

// Becomes the command.  Returns only when that fails.
Failure become(const Plan &plan);

// Runs the command and waits.  Its exit status, or 128 plus the number of the
// signal that killed it.
std::variant<int, Failure> run(const Plan &plan);

// What the command writes to standard output; empty: it could not be run, or
// failed.
std::string output_of(const std::string &program,
                      const std::vector<std::string> &argv);

} // namespace ckpt::driver
