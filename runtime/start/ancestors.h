// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program that a job starts, and that is itself linked, must never touch the
// job's image, although it may have the same name for it: the same program in
// the same directory, or the same flags linked in.  Nothing can be handed down
// to it unseen (descriptors, variables), so it looks at the processes above it.
// Phase: pre-libc.  Needs: the flags were read; /proc, or none is found.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::start {

// The nearest process above this one that is linked and is the same program,
// has the same name, or has the same flags linked in; 0: there is none.
// `program` is argv[0].
i32 find_sharing_ancestor(StringView program);

} // namespace ckpt::start
