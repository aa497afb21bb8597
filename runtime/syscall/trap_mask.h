// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// SIGSYS in the program's masks.  The kernel never has it blocked, since every
// trap is one; what a thread believes is kept here, and one that is sent to a
// thread that blocks it waits here.
// Threads are told apart by their FS base: it stays the same over fork and restart,
// as thread ids do not.
// Phase: pre-libc, normal, signal.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::syscall {

inline constexpr size_t kSignalInfo = 128; // siginfo_t

// By the calling thread.
bool blocks_trap_signal();
// Unblocked, what waits is delivered at once.
void block_trap_signal(bool blocked);

// False: the calling thread does not block it.
bool trap_signal_waits(const void *info);
bool trap_signal_is_waiting();
// The one that waits, which does so no more.
bool take_waiting_trap_signal(u8 (&info)[kSignalInfo]);

// A child's first look: as its parent.
void begin_trap_mask(bool blocked, bool own_memory);
void end_trap_mask();

// In a thread whose calls do not trap: the kernel knows what the program believes.
void give_trap_mask();
void take_trap_mask_back();

// Whether the mask in the action of this signal has it.
bool action_blocks_trap_signal(int signal);
void note_action_mask(int signal, u64 mask);

} // namespace ckpt::syscall
