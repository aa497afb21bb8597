// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a watched file or directory looks like, in one number: a checkpoint and
// a restart compare it to tell whether events have been missed in between.
// Phase: pre-libc, signal.  Needs: 6 KiB of stack.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::fd {

// The inode, its size and times; of a directory, where events of what is in it
// are asked for, those of each entry too.  0: it is not there, or has more
// entries than are looked at.  `itself`: a link is not followed.
u64 digest_watched(const char *path, bool itself, u32 mask);

} // namespace ckpt::fd
