// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// siginfo_t as the kernel writes it and rt_sigqueueinfo(2) takes it.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

struct SignalInfo {
  i32 number;
  i32 error;
  i32 code;
  i32 pad;
  i32 pid;
  u32 user;
  u64 value;
  u8 rest[96];
};
static_assert(sizeof(SignalInfo) == 128);

inline constexpr i32 kCodeUser = 0;      // SI_USER
inline constexpr i32 kCodeQueued = -1;   // SI_QUEUE
inline constexpr i32 kCodeMessage = -3;  // SI_MESGQ
inline constexpr i32 kCodeAsyncIo = -4;  // SI_ASYNCIO, of libc's aio(7)
inline constexpr i32 kCodeTkill = -6;    // SI_TKILL
inline constexpr i32 kCodeTrapTrace = 2; // TRAP_TRACE

} // namespace ckpt
