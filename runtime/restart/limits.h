// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whether this machine's limits have room for the saved process.
// Phase: pre-libc.  Errors: false, and `why` names the limit.
#pragma once
#include "runtime/image/decode.h"

namespace ckpt::restart {

bool limits_suffice(const image::View &view, Reason &why);

} // namespace ckpt::restart
