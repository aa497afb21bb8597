// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// System V semaphores and message queues that the program asked for: they are not
// saved, and the kernel does not tell who uses them.  So they are noted when the
// program gets them, told of at a checkpoint, and looked for after a restart.
// Phase: normal, signal.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

enum class IpcKind : u32 { kSemaphores = 1, kMessages = 2 };

// Those that are there, each once in the job's life.
void tell_ipc_objects();
// Those that are not there any more, or are others.
void tell_missing_ipc_objects();

} // namespace ckpt

// What semget(2) or msgget(2) has returned.  Beyond 64 nothing is noted.
extern "C" void __ckpt_know_ipc(ckpt::IpcKind kind, ckpt::i32 number,
                                ckpt::i32 key);
