// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The command stream before main(): from its first line to the first `end`.
// Phase: pre-libc.  Needs: names given as flags are absolute.
// Errors: false, and `why`: the program does not start.  A command that cannot
// be obeyed is reported and passed over.
#pragma once
#include "runtime/abi/text.h"

namespace ckpt::start {

// Opens what the flags name, and takes it out of the program's descriptors.
bool open_stream(Reason &why);

// Needs: open_stream.  `exit` does not come back.
bool obey_stream(Reason &why);

} // namespace ckpt::start
