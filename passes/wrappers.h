// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the pass knows of libc's functions: runtime/abi/wrappers.def.
#pragma once
#include "llvm/ADT/StringRef.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/InstrTypes.h"

namespace ckpt::pass {

enum Trait : unsigned {
  kNone = 0,
  kCancels = 1,
  kOwners = 2,
  kNoMode = 4,
};

struct Wrapper {
  llvm::StringRef name;
  unsigned number; // of the system call
  char result;
  llvm::StringRef arguments; // without the "."
  unsigned more;             // how many may follow
  llvm::StringRef second;    // empty: none
  unsigned traits;
};

// Null: not one that can be routed.
const Wrapper *find_wrapper(llvm::StringRef name);
// The runtime has a function of its own for it, which makes no trap.
bool is_runtimes(llvm::StringRef name);
// Empty: not one that is known and left.
llvm::StringRef why_left(llvm::StringRef name);

// Whether the program's declaration is the one that the table has.
bool is_declared_as(const llvm::Function &function, const Wrapper &wrapper);

// Whether a call gives it no more than the routed function passes on.
bool takes_arguments(const llvm::CallBase &call, const Wrapper &wrapper);

// The name that the linker sees: clang marks some with a byte 1.
llvm::StringRef linker_name(const llvm::Function &function);

} // namespace ckpt::pass
