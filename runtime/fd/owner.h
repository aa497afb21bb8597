// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Who gets a descriptor's signals (F_SETOWN_EX, F_SETSIG, O_ASYNC).
// Phase: pre-libc, signal.
#pragma once
#include "runtime/abi/image.h"

namespace ckpt::fd {

inline constexpr u32 kAsync = 020000; // FASYNC

// Fills the owner's fields, of a thread with the kernel's id; false when it is
// neither a thread, nor this process, nor its group.
bool read_owner(int fd, image::Descriptor &d);

// The same receiver in this process, and O_ASYNC if it was on.  `thread`: the
// kernel's id of the one that d.owner was.
void set_owner(int fd, const image::Descriptor &d, i32 thread);

} // namespace ckpt::fd
