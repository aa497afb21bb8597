// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A libc function's work while descriptors are virtual: the one system call, by
// the dispatcher.  What it does not do as libc does, libc does, and traps.
//
//   __ckpt_direct_read:       other arguments than libc passes on -> libc
//                             not known to be libc's -> __ckpt_ask_read
//                             there are threads      -> __ckpt_cancellable_read
//                             the system call
//   __ckpt_ask_read:          not libc's -> it is called, whatever it is;
//                             else begins again
//   __ckpt_cancellable_read:  can be cancelled while the system call is made, as
//                             in runtime/shims/timed.h
//
// Functions to themselves, so that the first needs no registers to be saved.
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
  // Else it goes on in `to`, which is plain_ if null.
  void leave_unless(llvm::Value *condition, llvm::BasicBlock *to = nullptr);
  void check_arguments();
  llvm::Function *asking();
  void leave_if_threads(llvm::BasicBlock *threads);
  llvm::Function *cancellable();
  void build_cancellable();
  llvm::Value *call();

  Thunks &thunks_;
  llvm::Function &made_;
  llvm::Function &libc_;
  const Wrapper &wrapper_;
  llvm::IRBuilder<> at_;
  llvm::BasicBlock *plain_;
};

} // namespace ckpt::pass
