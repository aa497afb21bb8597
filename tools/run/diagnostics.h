// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What ckpt_run says, always on standard error, and its own exit codes.
#pragma once
#include <optional>
#include <string>

namespace ckpt::run {

inline constexpr char kTool[] = "ckpt_run";

enum class ExitCode : int {
#define CKPT_EXIT_CODE(Name, number, sentence) k##Name = number,
#include "tools/run/exit_codes.def"
};

// A reason not to go on.
struct Failure {
  ExitCode code;
  std::string text; // what is wrong and what to do next
};
using MaybeFailure = std::optional<Failure>;

// Prints "ckpt_run: error: TEXT" and returns the exit status.
int error(const Failure &failure);
void warning(const std::string &text);
void note(const std::string &text);

} // namespace ckpt::run
