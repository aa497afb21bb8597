// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The two reserved signals.
// Phase: pre-libc (arm), signal (the rest).  Needs: state is filled.
// Never: uses the interrupted stack, or has two threads in it at once.
#pragma once
#include "runtime/ckpt/state.h"

namespace ckpt {

// Installs the handlers and unblocks the pair: a request sent before is served
// now.  Needs: the program's own stack.
void arm_signals();

// Dies by the periodic signal, as a vacated job does; as PID 1, which signals
// cannot kill, by exit status 128 + its number.
[[noreturn]] void die_vacated();

} // namespace ckpt
