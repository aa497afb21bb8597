// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// System calls with the process's own number, which no restart can come into
// (arch/x86_64/send_own.S).
// Phase: any.  Never: touches libc.
#pragma once
#include "runtime/abi/types.h"

extern "C" {
ckpt::i64 __ckpt_send_own(ckpt::u64 number, ckpt::u64 second,
                          ckpt::u64 third, ckpt::u64 fourth);
ckpt::i64 __ckpt_raise(ckpt::u64 signal);
}

#pragma GCC visibility push(hidden)
extern "C" const char __ckpt_send_own_begins[], __ckpt_send_own_call[],
    __ckpt_raise_begins[], __ckpt_raise_call[];
#pragma GCC visibility pop

namespace ckpt {

// Where a thread that is stopped at `rip` is to go on.
inline u64 begin_again(u64 rip) {
  auto address = [](const char *label) { return reinterpret_cast<u64>(label); };
  u64 send = address(__ckpt_send_own_begins);
  u64 raise = address(__ckpt_raise_begins);
  if (rip >= send && rip <= address(__ckpt_send_own_call))
    return send;
  if (rip >= raise && rip <= address(__ckpt_raise_call))
    return raise;
  return rip;
}

} // namespace ckpt
