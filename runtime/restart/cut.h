// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cuts a file back to its length at the checkpoint, and keeps what was cut
// beside the image.  To say so is a step of its own: standard error may lead to
// one of these files, and what is said must not be cut off in its turn.
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

// Keeps at most 64 MiB in IMAGE.cut/NAME.GENERATION.  `copy` is which of the
// copies of that name this is, or -1: it could not be kept, which does not stop
// the restart, since the job will write those bytes again.
// False: the file could not be cut.
bool cut_file(const Cut &cut, int &copy, Reason &why);

void announce_cut(const Cut &cut, int copy);

} // namespace ckpt::restart
