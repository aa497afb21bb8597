// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Phase: pre-libc, normal, signal.
#pragma once
#include "runtime/syscall/dispatch.h"

namespace ckpt::syscall {

// Whether descriptors of one thread alone are those of the process.
bool may_unshare_descriptors();

Then refuse_to_unshare(CallFrame &f);

} // namespace ckpt::syscall
