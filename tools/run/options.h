// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The command line of ckpt_run.  Pure.
//
//   ckpt_run [options] [--] JOB [arguments of the job]
//
// Options end at the first word that is none.  --option=VALUE and
// --option VALUE are the same; of an option given twice the last counts.
#pragma once
#include "tools/run/diagnostics.h"
#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace ckpt::run {

enum class OptionId : unsigned {
#define CKPT_RUN_OPTION(id, letter, spelling, operands, text) id,
#include "tools/run/options.def"
};

inline constexpr unsigned kOptionCount = 0
#define CKPT_RUN_OPTION(id, letter, spelling, operands, text) +1
#include "tools/run/options.def"
    ;

class CommandLine {
public:
  bool has(OptionId id) const { return given_[index(id)]; }
  // The option's operands; empty when it was not given or has none.
  const std::vector<std::string> &operands(OptionId id) const {
    return operands_[index(id)];
  }
  void set(OptionId id, std::vector<std::string> operands) {
    given_[index(id)] = true;
    operands_[index(id)] = std::move(operands);
  }

  std::vector<std::string> job; // its name and its arguments

private:
  static unsigned index(OptionId id) { return static_cast<unsigned>(id); }

  std::array<bool, kOptionCount> given_ = {};
  std::array<std::vector<std::string>, kOptionCount> operands_;
};

// words: everything behind our own name.  Whether there is a job is the
// caller's question: some options need none.
MaybeFailure parse_command_line(std::span<const char *const> words,
                                CommandLine &out);

std::string help_text();

} // namespace ckpt::run
