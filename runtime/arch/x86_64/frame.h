// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The interrupted context as the kernel wrote it (asm/ucontext.h).
// Phase: pre-libc, normal, signal.
#pragma once
#include <asm/signal.h>
#include <asm/sigcontext.h>
#include <asm/ucontext.h>

#include "runtime/abi/types.h"

namespace ckpt::arch {

// In rt_sigframe it follows the return address (asm/sigframe.h of the kernel).
inline struct ucontext *context_of(u64 frame) {
  return reinterpret_cast<struct ucontext *>(frame + sizeof(u64));
}

} // namespace ckpt::arch
