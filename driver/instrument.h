// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// --ckpt-instrument: clang loads the LLVM pass (passes/), in the version that
// is made for it; with every other compiler the trap serves alone.
#pragma once
#include "driver/plan.h"
#include "driver/toolchain.h"

namespace ckpt::driver {

// The major version of "Debian clang version 14.0.6 ..."; none: another
// compiler, or one that somebody has changed.  Pure.
std::optional<unsigned> clang_version(llvm::StringRef text);

// Adds the pass to a line that compiles.  compiler: the words that start it.
// Where it cannot, the plan says so: of links, and of a line that the user has
// written (direct); a build's other lines would say it hundreds of times.
void add_pass(Plan &plan, const Invocation &invocation, CommandKind kind,
              llvm::ArrayRef<std::string> compiler, bool direct);

} // namespace ckpt::driver
