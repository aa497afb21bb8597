// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The program's wishes for the reserved signals: remembered and answered,
// never carried out.  What the shims call; exported from the merged object.
// Phase: normal, signal.  Never: touches libc.
#pragma once
#include "runtime/abi/image.h"
#include "runtime/abi/text.h"

extern "C" {

// The reserved signals as a kernel mask; 0 in a program that is not armed.
ckpt::u64 __ckpt_reserved_mask();

// sigaction(2) for one of them: `old` is what the program set before
// (SIG_DFL at first).  Warns once.
void __ckpt_user_action(int sig, const ckpt::image::Action *set,
                        ckpt::image::Action *old);

// The program tried to block one of them.  Warns once.
void __ckpt_user_blocks();
}

namespace ckpt {
// The numbers of the signals in a mask.
Text<256> signal_numbers(u64 mask, StringView between);

void warn_reserved_use();

// What the program wished for a reserved signal, as the kernel takes it.
image::Action wished_action(int sig);
// At a checkpoint: the warning that a silent program did not get earlier.
void warn_reserved_use_late();

// The action of `sig` in a restored process that was saved with other signals
// reserved: what the program wished for one that is free now, and `saved`
// remembered as its wish for one that no longer is.
image::Action action_after_restart(int sig, const image::Action &saved,
                                   u64 reserved_before);
} // namespace ckpt
