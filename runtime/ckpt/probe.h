// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Looks at memory that may not be there, by calls of futex(2) that wait for
// nothing and wake nobody: they answer EFAULT instead of faulting.  `address`
// is a multiple of 4.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

bool word_is(u64 address, i32 value);
bool can_read(u64 address, u64 size);
// Only where no thread can be waiting: it may wake one.
bool can_write_word(u64 address);

} // namespace ckpt
