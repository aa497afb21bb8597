// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The threads of a restored program.  They are created while the restart can
// still be refused, and wait in the window until their memory is there.
// Phase: pre-libc.
#pragma once
#include "runtime/abi/restore_args.h"
#include "runtime/ckpt/stopped_thread.h"
#include "runtime/image/decode.h"

namespace ckpt::restart {

// Before the switch.  `blob`: where the restorer is, executable.  False, and
// `why`: the kernel does not allow as many.
bool create_threads(const image::View &view, u64 blob, Handover &handover,
                    Reason &why);

} // namespace ckpt::restart
