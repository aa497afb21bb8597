// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The rules of by_hand.def.
// Phase: pre-libc, normal, signal.
#pragma once
#include "runtime/syscall/dispatch.h"

namespace ckpt::syscall {

#define CKPT_BEGIN_RULE(name, rule) Then begin_##rule(CallFrame &f);
#define CKPT_RULE(name, rule)                                                  \
  Then begin_##rule(CallFrame &f);                                             \
  void end_##rule(CallFrame &f);
#include "runtime/syscall/by_hand.def"

} // namespace ckpt::syscall
