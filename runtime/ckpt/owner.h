// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whose image lies under a name.  Two jobs that were given one name must not
// replace each other's image without a word, and a job that runs must not be
// started a second time.
// Phase: pre-libc, signal.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/image/decode.h"

namespace ckpt {

// The process that wrote an image, if it runs now and is not this one; 0 else.
// One on another machine, or of an image that does not say, counts as ended.
u64 running_writer(const image::View &view);

// What lies under state.config.image now was there before this job began to
// write, or is this job's.
void remember_image(bool own);

// False, and why, if another job's image would be lost.
[[nodiscard]] bool may_replace_image(Reason &why);

} // namespace ckpt
