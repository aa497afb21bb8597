// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds the real command and the runtime's files.
#pragma once
#include "driver/diagnostics.h"
#include "driver/link_line.h"
#include "llvm/ADT/StringRef.h"
#include <variant>

namespace ckpt::driver {

struct FoundCommand {
  std::string path;
  // What the command is to see as its own name: as the user wrote it, unless
  // that name leads to us.
  std::string name;
};

// name: as typed, with or without directories.  Our own executable is never
// found, whatever it is called.  masquerading: we were run under this name, so
// only what PATH has behind us counts: two wrappers never call each other
// for ever.
std::variant<FoundCommand, Failure> find_command(llvm::StringRef name,
                                                 bool masquerading);

// Next to our executable; does not say whether they exist.
RuntimeFiles runtime_files();
std::variant<RuntimeFiles, Failure> existing_runtime_files();

} // namespace ckpt::driver
