// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Turns a collected snapshot into the bytes of a temporary image.
// Phase: signal.  Errors: false and `why`.
#pragma once
#include "runtime/ckpt/snapshot.h"
#include "runtime/ckpt/temporary.h"

namespace ckpt {

bool write_image(Snapshot &snapshot, const TemporaryImage &file, u64 &file_size,
                 Reason &why);

} // namespace ckpt
