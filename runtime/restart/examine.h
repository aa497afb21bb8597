// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Looks at an image without restarting from it: every byte is read and
// verified, and this process stays as it was.
// Phase: pre-libc.
#pragma once
#include "runtime/abi/text.h"

namespace ckpt::restart {

enum class Found : u8 {
  kNothing,  // no such file, or an empty one
  kWhole,    // this program's, every checksum right
  kDamaged,  // never to be restarted from by anybody
  kForeign,  // whole, of another program or another build
  kRunning,  // whole, and the job that wrote it runs now
  kUnusable, // what it is cannot be told here: another machine's, unreadable
};

// `why` says what is wrong, behind the file's name and a colon.
Found examine_image(const char *path, Reason &why);

} // namespace ckpt::restart
