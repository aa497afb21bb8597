// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The names of images, which must stay right when the working directory
// changes.
// Phase: any.
// Errors: false, and `why` names the file.
#pragma once
#include "runtime/abi/config.h"
#include "runtime/abi/text.h"

namespace ckpt {

// Relative to the working directory of this moment.
bool make_absolute(char (&path)[kPathMax], Reason &why);

} // namespace ckpt
