// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The vDSO of the saved process: libc has its functions' addresses in its
// tables.  This kernel's vDSO takes its place when it is the same; else the
// saved bytes stay there, and each function jumps to this kernel's.
// Phase: pre-libc.  Never: trusts an offset in either.  Errors: false and
// `why`; some functions may be redirected then.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/abi/types.h"

namespace ckpt::restart {

// Overwrites every function of `saved` (which will run at saved_base) with a
// jump to its namesake in `here` (at here_base), or with the plain system call
// where there is none; clock_gettime with a jump to `clock_gettime`, if that is
// not 0.  Pure; `saved` may hold anything.
bool redirect_vdso(Span<u8> saved, Bytes here, u64 here_base,
                   u64 clock_gettime, Reason &why);

// Where in `vdso` the function `name` is; 0: it has none.
u64 find_in_vdso(Bytes vdso, StringView name);

} // namespace ckpt::restart
