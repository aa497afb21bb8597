// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A system call that a request interrupted goes on as if nothing had been, for
// as long as it had left; unless a signal of the program's own interrupts it
// as well: then it reports EINTR.
//
// Each thread calls both for its own frame.  All that is remembered is in the
// frame (arch/x86_64/wait_plan.h), which is saved with the image.  The thread
// leaves by __ckpt_finish_wait (arch/x86_64/finish_wait.S), never by a plain
// rt_sigreturn.
// Phase: signal.  Needs: 24 KiB of stack; leave_wait (leave_wait.inc) has run.
#pragma once
#include "runtime/abi/types.h"

struct ucontext;

namespace ckpt {

// When the request is taken.  Once more on the same frame: what is left now.
void hide_interruption(struct ucontext &context);

// Last of all before the program goes on, here or after a restart.
void settle_interruption(struct ucontext &context);

} // namespace ckpt
