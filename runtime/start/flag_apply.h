// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What one run flag with its operands does to the configuration.  Pure.
// Phase: pre-libc (flags), normal, signal (set_warning).  Needs: nothing.
// Errors: as in runtime/start/flags.h.
#pragma once
#include "runtime/abi/config.h"
#include "runtime/abi/options.h"
#include "runtime/abi/text.h"

namespace ckpt::start {

// A flag as it stands on the command line.
struct Flag {
  StringView word;
  const Option *option = nullptr; // null: ours by its prefix, but unknown
  StringView operand[kMaxOperands];
  size_t operand_count = 0; // fewer than the option has: the line ended
};

// -_condor_warning KIND MODE, in any case.
[[nodiscard]] bool set_warning(StringView kind, StringView mode,
                               Config &config, Reason &why);

[[nodiscard]] bool apply_flag(const Flag &flag, Config &config, Reason &why);

} // namespace ckpt::start
