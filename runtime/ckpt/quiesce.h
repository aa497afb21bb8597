// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whether the process as a whole can be saved: what the mappings and the
// descriptors do not show.  An allow-list.
// Phase: signal.  Errors: false, and `why` names what is in the way.
#pragma once
#include "runtime/abi/text.h"

namespace ckpt {

bool process_can_be_saved(Reason &why);

} // namespace ckpt
