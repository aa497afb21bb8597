// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A libc function's work while descriptors are virtual: the one system call, by
// the dispatcher.  What it does not do as libc does, libc does, and traps.
//
//   not libc's function, or arguments that libc treats in another way -> libc
//   a cancellation point, and there are threads -> can be cancelled meanwhile,
//                                  as in runtime/shims/timed.h
#pragma once
#include "passes/thunks.h"

namespace ckpt::pass {

class SlowPath {
public:
  SlowPath(Thunks &thunks, llvm::Function &made, llvm::Function &libc,
           const Wrapper &wrapper);
  void build();

private:
  llvm::BasicBlock *block(const char *name);
  void leave_unless(llvm::Value *condition);
  void check_arguments();
  // Ends the block; what is given to it is where the plain call goes on.
  llvm::Value *cancellable_call();
  llvm::Value *has_threads();
  llvm::Value *call();

  Thunks &thunks_;
  llvm::Function &made_;
  llvm::Function &libc_;
  const Wrapper &wrapper_;
  llvm::IRBuilder<> at_;
  llvm::BasicBlock *plain_;
};

} // namespace ckpt::pass
