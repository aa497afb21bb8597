// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Attributes of the process that have no place in an image: what a program can
// only have set itself is refused, what it may have been started with is
// compared with then.
// Phase: pre-libc (read_origin), signal.
// Errors: false, and `why` names what is in the way.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/ckpt/snapshot.h"
#include "runtime/ckpt/state.h"

namespace ckpt {

void read_origin(Origin &origin);

// Fills in the working directory.
bool attributes_can_be_saved(const Origin &at_start, Snapshot &snapshot,
                             Reason &why);

// Remembers the soft limit of open files in state, if the program has set it.
void notice_own_limits();
// After a restart: gives it back, within the new hard limit.
void restore_own_limits();

} // namespace ckpt
