// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The entry point that a linker script (-T) names: ours takes its place, and
// the runtime goes on there.  Source: "Linker Scripts" in the manual of GNU ld.
#pragma once
#include "driver/invocation.h"

namespace ckpt::driver {

struct ScriptFacts {
  std::string entry; // of the last ENTRY(...); empty: none
  std::vector<std::string> includes;
};

// Pure.  Anything but ENTRY and INCLUDE is skipped.
ScriptFacts scan_linker_script(llvm::StringRef text);

// Reads the scripts of a link without an entry of its own.  A script that
// cannot be read is left to the linker to complain about.
void add_script_entry(Invocation &invocation);

} // namespace ckpt::driver
