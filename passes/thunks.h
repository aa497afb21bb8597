// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The functions that routed sites call, made in each module that needs them, so
// that an object works wherever it is linked: in a program with the runtime, in
// one without, in a shared library.
//
//   __ckpt_call_read:   cmpb $0, __ckpt_dispatching(%rip)
//                       jne __ckpt_direct_read
//                       jmp read
//
// __ckpt_dispatching is a weak zero here and the runtime's own there; what the
// runtime has else is referred to weakly, and not reached without it.
// __ckpt_known_read, a byte, says whether read is libc's (syscall/sites.h).
#pragma once
#include "passes/wrappers.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"
#include <vector>

namespace ckpt::pass {

class Thunks {
public:
  explicit Thunks(llvm::Module &module);

  // What routed uses of `function` refer to.  It has the same type but for what
  // may follow: of a function with "...", it takes that as its last arguments.
  // Has no body until define_all(): uses of `function` can be replaced before.
  llvm::Function *routed(llvm::Function &function, const Wrapper &wrapper);
  void define_all();

  // long (long number, six longs): the system call, errno as libc sets it.
  llvm::Function *number_call();

  // i1 values, at the builder's place.
  llvm::Value *is_virtual(llvm::IRBuilder<> &at);
  // Whether `function` is libc's own: what is known of it, and found out.
  llvm::Value *is_known(llvm::IRBuilder<> &at, llvm::Function &function);
  llvm::Value *is_libcs(llvm::IRBuilder<> &at, llvm::Function &function,
                        llvm::StringRef second);
  llvm::Value *is_direct(llvm::IRBuilder<> &at, llvm::Value *number);

  llvm::GlobalVariable *flag();
  llvm::MDNode *unlikely();
  llvm::MDNode *likely();

private:
  friend class SlowPath;
  llvm::GlobalVariable *known(llvm::Function &function);
  llvm::Function *make(const llvm::Twine &name, llvm::FunctionType *type);
  void define(llvm::Function &thunk, llvm::Function &function,
              const Wrapper &wrapper);
  llvm::Function *slow(llvm::Function &function, const Wrapper &wrapper,
                       llvm::FunctionType *type);
  // A function of the runtime's or libc's, null where there is none.
  llvm::Constant *weak_function(llvm::StringRef name, llvm::FunctionType *type);
  llvm::Value *weak_call(llvm::IRBuilder<> &at, llvm::StringRef name,
                         llvm::Type *result,
                         llvm::ArrayRef<llvm::Value *> arguments);
  llvm::Value *system_call(llvm::IRBuilder<> &at, llvm::Value *number,
                           llvm::ArrayRef<llvm::Value *> arguments);
  // Ends the block: returns the result, or sets errno and returns -1.
  void return_result(llvm::IRBuilder<> &at, llvm::Value *result);
  llvm::Value *address(llvm::IRBuilder<> &at, llvm::Constant *of);

  struct Pending {
    llvm::Function *thunk;
    llvm::Function *function;
    const Wrapper *wrapper;
  };
  std::vector<Pending> pending_;
  std::vector<llvm::GlobalValue *> made_;
  llvm::Module &module_;
  llvm::LLVMContext &context_;
  llvm::Type *i8_, *i32_, *i64_;
  llvm::PointerType *pointer_;
};

// The call of libc's function behind a thunk of `type`, and the return.
void return_plain(llvm::IRBuilder<> &at, llvm::Function &libc);

} // namespace ckpt::pass
