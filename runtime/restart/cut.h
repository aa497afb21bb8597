// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cuts a file back to its length at the checkpoint; says so, and keeps what
// was cut beside the image.
// Phase: pre-libc.  Needs: everything else is verified; from here a file has
// changed.  Errors: false, and `why` names the file.
#pragma once
#include "runtime/abi/text.h"

namespace ckpt::restart {

struct Cut {
  int fd;
  StringView path;
  u64 length; // at the checkpoint
  u64 size;   // now; larger
  u64 generation;
  bool locked; // record locks are held: no descriptor of it may be closed
};

// Keeps at most 64 MiB in IMAGE.cut/NAME.GENERATION.  A copy that cannot be
// kept is reported and does not stop the restart: the job will write those
// bytes again.  False: the file could not be cut.
bool cut_file(const Cut &cut, Reason &why);

} // namespace ckpt::restart
