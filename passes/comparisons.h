// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A pointer that the program compares with a libc function's address may be
// that of the routed function, from a file that has it so, or libc's own, from
// one that has not, or from dlsym.  It is equal if it is either.
#pragma once
#include "llvm/ADT/SmallVector.h"
#include "llvm/IR/Instructions.h"

namespace ckpt::pass {

class Comparisons {
public:
  // Of instructions that compare something with `function`.
  Comparisons(llvm::Function &function,
              llvm::ArrayRef<llvm::ICmpInst *> instructions);
  // When all uses of `function` have become those of the routed one.
  void with_both();

private:
  struct Place {
    llvm::ICmpInst *at;
    unsigned operand; // the one that was the function's address
  };
  llvm::Function &function_;
  llvm::SmallVector<Place, 4> places_;
};

} // namespace ckpt::pass
