// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "passes/slow_path.h"
#include <asm/fcntl.h>

namespace ckpt::pass {

using namespace llvm;

SlowPath::SlowPath(Thunks &thunks, Function &made, Function &libc,
                   const Wrapper &wrapper)
    : thunks_(thunks), made_(made), libc_(libc), wrapper_(wrapper),
      at_(made.getContext()), plain_(nullptr) {}

BasicBlock *SlowPath::block(const char *name) {
  return BasicBlock::Create(made_.getContext(), name, &made_);
}

void SlowPath::leave_unless(Value *condition, BasicBlock *to) {
  BasicBlock *next = block("");
  at_.CreateCondBr(condition, next, to ? to : plain_, thunks_.likely());
  at_.SetInsertPoint(next);
}

void SlowPath::check_arguments() {
  auto differs = [&](unsigned argument, unsigned value) {
    return at_.CreateICmpNE(made_.getArg(argument), at_.getInt32(value));
  };
  if (wrapper_.traits & kOwners)
    for (unsigned command :
         {F_SETOWN, F_GETOWN, F_SETOWN_EX, F_SETLKW, F_OFD_SETLKW})
      leave_unless(differs(1, command));
  constexpr unsigned kNeedsMode = O_CREAT | (__O_TMPFILE & ~O_DIRECTORY);
  auto argument = [&](size_t i) {
    return made_.getArg(static_cast<unsigned>(i));
  };
  if (wrapper_.traits & kNoMode)
    leave_unless(at_.CreateICmpEQ(
        at_.CreateAnd(argument(made_.arg_size() - 1), at_.getInt32(kNeedsMode)),
        at_.getInt32(0)));
  size_t room = wrapper_.arguments.find('c');
  if (room != StringRef::npos)
    leave_unless(at_.CreateICmpULE(argument(2), argument(room)));
}

Value *SlowPath::call() {
  SmallVector<Value *, 6> arguments;
  for (Argument &argument : made_.args()) {
    if (argument.getArgNo() == wrapper_.arguments.find('c'))
      continue;
    arguments.push_back(argument.getType()->isPointerTy()
                            ? at_.CreatePtrToInt(&argument, thunks_.i64_)
                            : at_.CreateSExt(&argument, thunks_.i64_));
  }
  return thunks_.system_call(at_, at_.getInt64(wrapper_.number), arguments);
}

// glibc says so itself (sys/single_threaded.h); other C libraries do not.
void SlowPath::leave_if_threads(BasicBlock *threads) {
  constexpr char kName[] = "__libc_single_threaded";
  Module &module = thunks_.module_;
  GlobalVariable *single = module.getNamedGlobal(kName);
  if (!single)
    single =
        new GlobalVariable(module, thunks_.i8_, false,
                           GlobalValue::ExternalWeakLinkage, nullptr, kName);
  BasicBlock *look = block(""), *alone = block("");
  Value *where = thunks_.address(at_, single);
  at_.CreateCondBr(at_.CreateIsNotNull(where), look, threads);
  at_.SetInsertPoint(look);
  Value *one = at_.CreateLoad(thunks_.i8_, where);
  at_.CreateCondBr(at_.CreateICmpEQ(one, at_.getInt8(0)), threads, alone);
  at_.SetInsertPoint(alone);
}

// Asks whether it is libc's, and begins again.
Function *SlowPath::asking() {
  Function *made =
      thunks_.make("__ckpt_ask_" + wrapper_.name, made_.getFunctionType());
  made->addFnAttr(Attribute::Cold);
  SlowPath path(thunks_, *made, libc_, wrapper_);
  path.at_.SetInsertPoint(path.block(""));
  path.plain_ = path.block("plain");
  path.leave_unless(thunks_.is_libcs(path.at_, libc_, wrapper_.second));
  return_plain(path.at_, made_);
  path.at_.SetInsertPoint(path.plain_);
  return_plain(path.at_, libc_);
  return made;
}

// glibc up to 2.40 does it so itself.
void SlowPath::build_cancellable() {
  constexpr unsigned kAsynchronous = 1; // PTHREAD_CANCEL_ASYNCHRONOUS
  constexpr char kSet[] = "pthread_setcanceltype";
  PointerType *to_int = PointerType::get(thunks_.i32_, 0);
  FunctionType *type =
      FunctionType::get(thunks_.i32_, {thunks_.i32_, to_int}, false);
  Constant *set = thunks_.weak_function(kSet, type);
  at_.SetInsertPoint(block(""));
  plain_ = block("plain");
  AllocaInst *before = at_.CreateAlloca(thunks_.i32_);
  leave_unless(at_.CreateIsNotNull(set));
  at_.CreateCall(type, set, {at_.getInt32(kAsynchronous), before});
  Value *result = call();
  at_.CreateCall(
      type, set,
      {at_.CreateLoad(thunks_.i32_, before), ConstantPointerNull::get(to_int)});
  thunks_.return_result(at_, result);
  at_.SetInsertPoint(plain_);
  return_plain(at_, libc_);
}

Function *SlowPath::cancellable() {
  Function *made = thunks_.make("__ckpt_cancellable_" + wrapper_.name,
                                made_.getFunctionType());
  SlowPath(thunks_, *made, libc_, wrapper_).build_cancellable();
  return made;
}

void SlowPath::build() {
  BasicBlock *entry = block("");
  plain_ = block("plain");
  at_.SetInsertPoint(entry);
  check_arguments();
  BasicBlock *ask = block("ask");
  leave_unless(thunks_.is_known(at_, libc_), ask);
  IRBuilder<> asks(ask);
  return_plain(asks, *asking());
  if (wrapper_.traits & kCancels) {
    BasicBlock *threads = block("threads");
    leave_if_threads(threads);
    IRBuilder<> among(threads);
    return_plain(among, *cancellable());
  }
  Value *result = call();
  if (wrapper_.result == 'v')
    at_.CreateBr(plain_);
  else
    thunks_.return_result(at_, result);
  at_.SetInsertPoint(plain_);
  return_plain(at_, libc_);
}

} // namespace ckpt::pass
