// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the driver says, always on stderr, and its exit codes.
#pragma once
#include "llvm/ADT/Twine.h"
#include <string>

namespace ckpt::driver {

enum class ExitCode : int {
#define CKPT_EXIT_CODE(Name, number, sentence) k##Name = number,
#include "driver/exit_codes.def"
};

// A reason not to go on.
struct Failure {
  ExitCode code;
  std::string text; // what is wrong and what to do next
};

// Prints "ckpt_compile: error: TEXT" and returns the exit status.
int error(ExitCode code, const llvm::Twine &text);
inline int error(const Failure &failure) {
  return error(failure.code, failure.text);
}
void warning(const llvm::Twine &text);
void note(const llvm::Twine &text);

} // namespace ckpt::driver
