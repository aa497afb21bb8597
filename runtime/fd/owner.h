// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Who gets a descriptor's signals (F_SETOWN_EX, F_SETSIG, O_ASYNC).
// Phase: pre-libc, signal.
#pragma once
#include "runtime/abi/image.h"

namespace ckpt::fd {

inline constexpr u32 kAsync = 020000; // FASYNC

// Fills the owner's fields; false when it is neither this process, nor its first
// thread, nor its group.
bool read_owner(int fd, image::Descriptor &d);

// The same receiver in this process, and O_ASYNC if it was on.
void set_owner(int fd, const image::Descriptor &d);

} // namespace ckpt::fd
