// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which limits and settings are the program's own, and their names.  Pure.
// Phase: any.
#pragma once
#include "runtime/abi/image.h"

namespace ckpt {

// Mark in `now` what differs from what it should be: the value in `before`
// where the program had set it, else that of the start.
void mark_own(const image::Attributes &start, const image::Attributes &before,
              image::Attributes &now);
void mark_own(const image::Limit (&start)[image::kLimitCount],
              const image::Limit (&before)[image::kLimitCount],
              image::Limit (&now)[image::kLimitCount]);

// Gives the settings `which` in `now` the value they should have: for those that
// cannot be read, so that they are no change.
void keep_settings(const image::Attributes &start,
                   const image::Attributes &before, u32 which,
                   image::Attributes &now);

// What a limit of the program's becomes where the hard limit is `now.hard`; a
// hard limit that it has lowered stays low.
image::Limit own_limit_here(const image::Limit &saved, const image::Limit &now);

// "the nice value" and "open files (ulimit -n)", for messages; `what` is the
// number of a bit of own, or of a limit.
StringView name_of_setting(u32 what);
StringView name_of_limit(u32 what);

} // namespace ckpt
