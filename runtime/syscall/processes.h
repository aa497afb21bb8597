// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Phase: pre-libc, normal, signal.
#pragma once
#include "runtime/syscall/dispatch.h"

namespace ckpt::syscall {

// Whether the descriptors of this thread are no other's.
bool has_table_alone();

Then refuse_to_unshare(CallFrame &f);

} // namespace ckpt::syscall
