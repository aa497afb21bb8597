// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The run flags whose operand is a number, a list, a pair or a file: what they
// do to the configuration.  Pure.
// Phase: pre-libc.  Needs: nothing.
// Errors: as in runtime/start/flags.h.
#pragma once
#include "runtime/start/flag_apply.h"

namespace ckpt::start {

[[nodiscard]] bool apply_value(const Flag &flag, Config &config, Reason &why);

// What no single flag can know: whether all of them make sense together.
[[nodiscard]] bool flags_agree(const Config &config, Reason &why);

// A word of the user in a message, short enough that the rest fits too.
inline StringView quoted(StringView word) { return word.take(kPathMax); }

} // namespace ckpt::start
