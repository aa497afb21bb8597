// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The program's wishes for the two reserved signals: remembered and answered,
// never carried out.  What the shims call; exported from the merged object.
// Phase: normal, signal.  Never: touches libc.
#pragma once
#include "runtime/abi/image.h"

extern "C" {

// The reserved pair as a kernel mask; 0 in a program that is not armed.
ckpt::u64 __ckpt_reserved_mask();

// sigaction(2) for one of the pair: `old` is what the program set before
// (SIG_DFL at first).  Warns once.
void __ckpt_user_action(int sig, const ckpt::image::Action *set,
                        ckpt::image::Action *old);

// The program tried to block one of the pair.  Warns once.
void __ckpt_user_blocks();
}

namespace ckpt {
void warn_reserved_use();
// At a checkpoint: the warning that a silent program did not get earlier.
void warn_reserved_use_late();
} // namespace ckpt
