// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Attributes of the process that have no place in an image: what a program can
// only have set itself is refused, what it may have been started with is
// compared with then.
// Phase: pre-libc (read_origin), signal.
// Errors: false, and `why` names what is in the way.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/ckpt/state.h"

namespace ckpt {

void read_origin(Origin &origin);

bool attributes_can_be_saved(const Origin &at_start, Reason &why);

} // namespace ckpt
