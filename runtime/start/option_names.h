// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Looks words up in the table of the run flags.  Pure.
// Phase: any.  Needs: nothing.
#pragma once
#include "runtime/abi/options.h"

namespace ckpt::start {

// Whether a word is ours to consume, known or not.
bool is_flag(StringView word);

// The row of a flag, or null.
const Option *find_option(StringView word);

// The -_ckpt_ flag the user may have meant by an unknown one; null if none is
// near.
const Option *closest_option(StringView word);

bool equal_ignoring_case(StringView a, StringView b);

// Position of `word` in "A|B|C"; the number of choices if it is none of them.
size_t choice_index(StringView choices, StringView word, bool ignore_case);

} // namespace ckpt::start
