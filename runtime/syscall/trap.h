// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The trap: every system call that is not made by the runtime's own code becomes
// a SIGSYS, whose handler leads it to the dispatcher.
// Phase: pre-libc, normal, signal.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/abi/types.h"

namespace ckpt::image {
struct View;
}

namespace ckpt::syscall {

// Whether descriptors are virtual.
bool is_on();

// What a number of the program's means to the kernel; -1: nothing.
i32 real_if_on(i32 number);

// Messages name descriptors as this image's program does, before it runs.
void show_numbers_of(const image::View &view);

// In a program that is about to begin.
bool start_virtual(Reason &why);

// Before a restart: this process could set the trap for the restored one.
bool trap_is_possible(Reason &why);

// In a restored process: the image's table, or a new one if the flags of the
// restart want it; without the descriptor `but_not`.  Then threads are armed.
void resume_virtual(int but_not);
// Behind those of all threads: the trap that is for the process.
void arm_process();

// SIGSYS is ours, and unblocked in the calling thread and in every handler.
void take_trap_signal();
// The same action in a child that begins without handlers, in memory of its own
// or not.
void restore_trap_signal(bool own_memory);
// For the calling thread; without effect where descriptors are not virtual.
void arm_thread();
// Nothing that the calling thread does traps.
void stop_trap();
// Of a process with no other thread: SIGSYS does what the program wants.
void give_trap_action();

// The trap is a filter, which nobody can take off again.
bool trap_outlives_exec();

} // namespace ckpt::syscall
