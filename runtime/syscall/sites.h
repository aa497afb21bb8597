// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What code that the LLVM pass has instrumented asks while descriptors are
// virtual.  Exported from the merged object.
// Phase: normal, signal.  Never: changes errno, touches TLS or the heap.
#pragma once
#include "runtime/abi/types.h"

extern "C" {

// Whether `function` is libc's own, and no definition of the program's or of a
// preloaded library.  second: the function's other name in a static libc, null:
// none; errno_location: nobody but libc may define it, and a static program has
// no preloaded library.  errno_location: a function that nobody but libc has.  known: the caller's,
// zero at first; 1 from now on if it is, 2 if not, for what a program's function
// is bound to never changes.  Zero stays where it could not be found out.
ckpt::u32 __ckpt_know_libc(const void *function, const void *second,
                           const void *errno_location, ckpt::u8 *known);

// Whether syscall(2) with this number may be a __ckpt_syscall.
ckpt::u32 __ckpt_is_direct(ckpt::u64 number);
}
