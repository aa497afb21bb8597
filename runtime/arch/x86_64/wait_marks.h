// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What tells apart the states of an interrupted call.  For C++ and assembly.
// Phase: any.
#pragma once

// In the frame's `err`, where the kernel writes 32 bits: struct WaitPlan is
// there.
#define CKPT_WAIT_PLAN 0x434b505f504c414e

// In rcx, which a system call loses; each with rip by exclusive or, so that it
// means that instruction only.
// Behind a call: a handler of the program's own has run while it waited, and
// its EINTR is right.  A call of the dispatcher's (dispatch.S) has it in r11.
#define CKPT_CALL_HANDLED 0x434b505f444f4e45
// At a call: it is about to be made again.  A handler that runs first must end
// it.
#define CKPT_CALL_AGAIN 0x434b505f4147414e
// At a call that the kernel is to make again after SA_RESTART: a handler without
// that flag which runs first must end it.
#define CKPT_CALL_RESTARTS 0x434b505f52535452

// Of shims/timed_call.S; no error of the kernel's.
#define CKPT_UNEXPLAINED -4096

// Offsets in struct ucontext (asm/ucontext.h), checked in wait_plan.h.
#define CKPT_UC_RAX 144
#define CKPT_UC_RCX 152
#define CKPT_UC_RSP 160
#define CKPT_UC_RIP 168
#define CKPT_UC_ERR 192

// The stack below its frame that finish_wait.S has while it waits.
#define CKPT_WAIT_STACK 56
