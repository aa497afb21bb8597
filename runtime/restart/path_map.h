// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// -_ckpt_path_map OLD=NEW: where saved paths are looked up at a restart.  Pure.
// Phase: any.  Needs: nothing.
#pragma once
#include "runtime/abi/config.h"
#include "runtime/abi/text.h"

namespace ckpt::restart {

// Adds "OLD=NEW", cut at the first '='.  Both are absolute; '/' at their ends
// does not count.  An OLD that is there is replaced.  False, and what is wrong
// behind the operand and a colon.
[[nodiscard]] bool add_path_map(PathMap &map, StringView operand, Reason &why);

// The longest OLD that is `path` or a directory above it decides: its NEW
// stands instead.  False, and `out` untouched, when there is none.
[[nodiscard]] bool map_path(const PathMap &map, StringView path,
                            Text<8300> &out);

} // namespace ckpt::restart
