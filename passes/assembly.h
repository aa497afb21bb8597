// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Inline assembly that is a system call.
//
// The instruction stays, behind a test; beside it stands a jump to the runtime's
// entry for assembly (runtime/syscall/direct.h): rcx, which the instruction
// destroys anyway, holds where the program goes on.  No other register but r11,
// and nothing on the stack, is touched.
#pragma once
#include "passes/site_notes.h"
#include "passes/thunks.h"
#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/Instructions.h"

namespace ckpt::pass {

enum class AssemblyKind {
  kOther,   // makes no system call
  kSyscall, // the whole text is the instruction
  kInt80,   // the same, of 32-bit programs
  kSysenter,
  kAmongOthers, // one of these is somewhere in it
};

// text: as IR has it, "$" doubled.
AssemblyKind classify_assembly(llvm::StringRef text);

// The instruction's name for a user; empty: makes no system call.
llvm::StringRef assembly_name(AssemblyKind kind);

// Routes or leaves it, and notes which.  call: to inline assembly.
void route_assembly(llvm::CallBase &call, Thunks &thunks, SiteNotes &notes);

} // namespace ckpt::pass
