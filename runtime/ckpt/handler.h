// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The reserved signals, two unless -_ckpt_signals names others.
// Phase: pre-libc (arm), signal (the rest).  Needs: state is filled.
// Never: uses the interrupted stack, or has two threads in it at once; the
// others wait at the gate (ckpt/gate.h).
#pragma once
#include "runtime/ckpt/state.h"

namespace ckpt {

// The action of every signal that brings a thread in.
image::Action handler_action();

// Installs the handlers.
void arm_signals();

// At a fresh start, before they are armed: what the program inherited for the
// reserved signals (nohup's SIG_IGN) is what it will be told.
void remember_inherited_actions();

// A request sent before is served now.  Needs: the program's own stack.
void unblock_signals();

// Dies by SIGUSR2, as a vacated job does, or exits as -_ckpt_exit_code says; as PID 1, which signals cannot kill,
// by exit status 128 + its number.
[[noreturn]] void die_vacated();

} // namespace ckpt
