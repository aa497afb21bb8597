// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The pass: finds the places of a module that make system calls, and routes
// them to the runtime's dispatcher without a trap (docs/passes.md).
#pragma once
#include "llvm/IR/PassManager.h"

namespace ckpt::pass {

class SyscallSites : public llvm::PassInfoMixin<SyscallSites> {
public:
  llvm::PreservedAnalyses run(llvm::Module &module,
                              llvm::ModuleAnalysisManager &);
  // At -O0 too, and in functions that are not to be optimised.
  static bool isRequired() { return true; }
};

} // namespace ckpt::pass
