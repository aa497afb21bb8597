// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// -_ckpt_keep: NAME is the newest image, NAME.1 the one before, NAME.2 the one
// before that.  At every instant, also if the machine stops there, NAME or
// NAME.1 is a whole image.
// Phase: signal, pre-libc.
#pragma once
#include "runtime/abi/config.h"
#include "runtime/abi/text.h"
#include "runtime/sys/result.h"

namespace ckpt {

// A NAME with room for ".100" and ".1.tmp".
using GenerationName = Text<kPathMax + 16>;

// NAME.number; NAME itself for 0.
GenerationName older_name(StringView image, u32 number);

// Gives the image `temporary` the name `image`; up to `older` earlier ones are
// kept.  That they could not be kept is reported and does not stop it.
SysResult publish_image(const char *temporary, const char *image, u32 older);

} // namespace ckpt
