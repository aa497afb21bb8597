// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whether a program linked with -fsanitize= can be checkpointed.  Pure.
#pragma once
#include "driver/command_name.h"
#include "llvm/ADT/ArrayRef.h"
#include <string>
#include <vector>

namespace ckpt::driver {

// The options in the order of the command line.
class Sanitizers {
public:
  void add(llvm::ArrayRef<const char *> names); // -fsanitize=
  void drop(llvm::ArrayRef<const char *> names);
  void trap(llvm::ArrayRef<const char *> names); // -fsanitize-trap=
  void no_trap() { traps_.clear(), traps_by_default_ = false; }

  // Empty: it can.
  std::string refusal(CommandKind command) const;

private:
  bool traps(llvm::StringRef name) const;
  std::vector<std::string> names_;
  std::vector<std::string> traps_;
  bool traps_by_default_ = true; // those that do unless told not to
};

} // namespace ckpt::driver
