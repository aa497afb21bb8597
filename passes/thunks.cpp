// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "passes/thunks.h"
#include "passes/slow_path.h"
#include "passes/versions.h"
#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/MDBuilder.h"
#include "llvm/Transforms/Utils/ModuleUtils.h"

namespace ckpt::pass {

using namespace llvm;

Thunks::Thunks(Module &module)
    : module_(module), context_(module.getContext()),
      i8_(Type::getInt8Ty(context_)), i32_(Type::getInt32Ty(context_)),
      i64_(Type::getInt64Ty(context_)), pointer_(PointerType::get(i8_, 0)) {}

GlobalVariable *Thunks::flag() {
  constexpr char kName[] = "__ckpt_dispatching";
  if (GlobalVariable *there = module_.getNamedGlobal(kName))
    return there;
  auto *made = new GlobalVariable(module_, i8_, /*isConstant=*/false,
                                  GlobalValue::WeakAnyLinkage,
                                  ConstantInt::get(i8_, 0), kName);
  made->setVisibility(GlobalValue::HiddenVisibility);
  made->setDSOLocal(true);
  made->setAlignment(MaybeAlign(1));
  return made;
}

MDNode *Thunks::unlikely() {
  return MDBuilder(context_).createBranchWeights(1, 1 << 20);
}

MDNode *Thunks::likely() {
  return MDBuilder(context_).createBranchWeights(1 << 20, 1);
}

// It may change at any instant: at a restart.
Value *Thunks::is_virtual(IRBuilder<> &at) {
  Value *on = at.CreateLoad(i8_, flag(), /*isVolatile=*/true);
  return at.CreateICmpNE(on, ConstantInt::get(i8_, 0));
}

Constant *Thunks::weak_function(StringRef name, FunctionType *type) {
  Constant *callee =
      cast<Constant>(module_.getOrInsertFunction(name, type).getCallee());
  Function *function = dyn_cast<Function>(callee->stripPointerCasts());
  // The program's own declaration of a libc function stays as it is.
  if (function && function->isDeclaration() && function->use_empty())
    function->setLinkage(GlobalValue::ExternalWeakLinkage);
  return callee;
}

// In code that is not position-independent the plain address of a function of a
// shared library is that of a stub in the program, for everybody.
Value *Thunks::address(IRBuilder<> &at, Constant *of) {
  if (module_.getPICLevel() != PICLevel::NotPIC)
    return at.CreateBitCast(of, pointer_);
  GlobalValue *symbol = cast<GlobalValue>(of->stripPointerCasts());
  StringRef name = symbol->getName();
  name.consume_front("\1");
  std::string weak =
      symbol->hasExternalWeakLinkage() ? (".weak\t" + name + "\n\t").str() : "";
  FunctionType *type = FunctionType::get(pointer_, false);
  InlineAsm *load = InlineAsm::get(
      type, (weak + "movq\t" + name + "@GOTPCREL(%rip), $0").str(), "=r",
      /*hasSideEffects=*/false);
  return at.CreateCall(type, load);
}

Value *Thunks::weak_call(IRBuilder<> &at, StringRef name, Type *result,
                         ArrayRef<Value *> arguments) {
  SmallVector<Type *, 8> types;
  for (Value *argument : arguments)
    types.push_back(argument->getType());
  FunctionType *type = FunctionType::get(result, types, false);
  return at.CreateCall(type, weak_function(name, type), arguments);
}

GlobalVariable *Thunks::known(Function &function) {
  std::string name = ("__ckpt_known_" + linker_name(function)).str();
  if (GlobalVariable *there = module_.getNamedGlobal(name))
    return there;
  auto *made = new GlobalVariable(module_, i8_, /*isConstant=*/false,
                                  GlobalValue::LinkOnceAnyLinkage,
                                  ConstantInt::get(i8_, 0), name);
  made->setComdat(module_.getOrInsertComdat(name));
  made->setVisibility(GlobalValue::HiddenVisibility);
  made->setDSOLocal(true);
  made->setAlignment(MaybeAlign(1));
  return made;
}

Value *Thunks::is_known(IRBuilder<> &at, Function &function) {
  constexpr unsigned kLibcs = 1;
  LoadInst *value = at.CreateLoad(i8_, known(function));
  value->setAtomic(AtomicOrdering::Monotonic); // other threads ask, too
  return at.CreateICmpEQ(value, ConstantInt::get(i8_, kLibcs));
}

Value *Thunks::is_libcs(IRBuilder<> &at, Function &function, StringRef second) {
  FunctionType *none = FunctionType::get(Type::getVoidTy(context_), false);
  Value *other = ConstantPointerNull::get(pointer_);
  if (!second.empty())
    other = address(at, weak_function(second, none));
  FunctionType *locate = FunctionType::get(PointerType::get(i32_, 0), false);
  Value *answer = weak_call(
      at, "__ckpt_know_libc", i32_,
      {address(at, &function), other,
       address(at, cast<Constant>(
                       module_.getOrInsertFunction("__errno_location", locate)
                           .getCallee())),
       known(function)});
  return at.CreateICmpNE(answer, ConstantInt::get(i32_, 0));
}

Value *Thunks::is_direct(IRBuilder<> &at, Value *number) {
  Value *answer = weak_call(at, "__ckpt_is_direct", i32_, {number});
  return at.CreateICmpNE(answer, ConstantInt::get(i32_, 0));
}

// The runtime's entry for assembly (syscall/direct.h): jumps, since a "ret"
// behind a system call is slow.
Value *Thunks::system_call(IRBuilder<> &at, Value *number,
                           ArrayRef<Value *> arguments) {
  constexpr char kText[] = ".weak\t__ckpt_direct\n\t"
                           "leaq\t1f(%rip), %rcx\n\t"
                           "jmpq\t*__ckpt_direct@GOTPCREL(%rip)\n1:";
  constexpr const char *kRegisters[] = {",{di}",  ",{si}", ",{dx}",
                                        ",{r10}", ",{r8}", ",{r9}"};
  std::string constraints = "={ax},{ax}";
  SmallVector<Value *, 7> all = {number};
  all.append(arguments.begin(), arguments.end());
  // recv(2) is recvfrom(2) without an address, and the like.
  all.resize(1 + std::size(kRegisters), ConstantInt::get(i64_, 0));
  SmallVector<Type *, 7> types(all.size(), i64_);
  for (const char *name : kRegisters)
    constraints += name;
  constraints += ",~{rcx},~{r11},~{memory},~{dirflag},~{fpsr},~{flags}";
  FunctionType *type = FunctionType::get(i64_, types, false);
  return at.CreateCall(
      type, InlineAsm::get(type, kText, constraints, /*hasSideEffects=*/true),
      all);
}

void Thunks::return_result(IRBuilder<> &at, Value *result) {
  Function *function = at.GetInsertBlock()->getParent();
  BasicBlock *failed = BasicBlock::Create(context_, "failed", function);
  BasicBlock *good = BasicBlock::Create(context_, "good", function);
  at.CreateCondBr(at.CreateICmpUGT(result, ConstantInt::get(i64_, -4096ull)),
                  failed, good, unlikely());
  Type *type = function->getReturnType();
  auto give = [&](Value *value) {
    at.CreateRet(type->isPointerTy() ? at.CreateIntToPtr(value, type)
                                     : at.CreateTrunc(value, type));
  };
  at.SetInsertPoint(failed);
  FunctionType *locate = FunctionType::get(PointerType::get(i32_, 0), false);
  Value *error =
      at.CreateCall(module_.getOrInsertFunction("__errno_location", locate));
  at.CreateStore(at.CreateTrunc(at.CreateNeg(result), i32_), error);
  give(ConstantInt::get(i64_, -1ull));
  at.SetInsertPoint(good);
  give(result);
}

// One for all objects, and none outside of a program or library.
Function *Thunks::make(const Twine &name, FunctionType *type) {
  Function *made =
      Function::Create(type, GlobalValue::LinkOnceODRLinkage, name, module_);
  made->setComdat(module_.getOrInsertComdat(made->getName()));
  made->setVisibility(GlobalValue::HiddenVisibility);
  made->setDSOLocal(true);
  made->addFnAttr(Attribute::NoInline);
  // A thread that is cancelled in it is unwound.
  keep_unwind_table(*made);
  made_.push_back(made);
  return made;
}

void return_plain(IRBuilder<> &at, Function &libc) {
  SmallVector<Value *, 7> arguments;
  for (Argument &argument : at.GetInsertBlock()->getParent()->args())
    arguments.push_back(&argument);
  CallInst *call = at.CreateCall(libc.getFunctionType(), &libc, arguments);
  // No "musttail": LLVM 14 breaks such functions at a link with -flto.
  call->setTailCall();
  if (call->getType()->isVoidTy())
    at.CreateRetVoid();
  else
    at.CreateRet(call);
}

Function *Thunks::slow(Function &function, const Wrapper &wrapper,
                       FunctionType *type) {
  Function *made = make("__ckpt_direct_" + wrapper.name, type);
  SlowPath(*this, *made, function, wrapper).build();
  return made;
}

Function *Thunks::routed(Function &function, const Wrapper &wrapper) {
  std::string name = ("__ckpt_call_" + wrapper.name).str();
  if (Function *there = module_.getFunction(name))
    return there;
  SmallVector<Type *, 7> types(function.getFunctionType()->params().begin(),
                               function.getFunctionType()->params().end());
  types.append(wrapper.more, i64_);
  Function *thunk = make(name, FunctionType::get(function.getReturnType(),
                                                 types, /*isVarArg=*/false));
  pending_.push_back({thunk, &function, &wrapper});
  return thunk;
}

void Thunks::define(Function &thunk, Function &function,
                    const Wrapper &wrapper) {
  Function *direct = slow(function, wrapper, thunk.getFunctionType());
  IRBuilder<> at(BasicBlock::Create(context_, "", &thunk));
  BasicBlock *on = BasicBlock::Create(context_, "virtual", &thunk);
  BasicBlock *plain = BasicBlock::Create(context_, "plain", &thunk);
  at.CreateCondBr(is_virtual(at), on, plain, unlikely());
  at.SetInsertPoint(on);
  return_plain(at, *direct);
  at.SetInsertPoint(plain);
  return_plain(at, function);
}

void Thunks::define_all() {
  for (const Pending &one : pending_)
    define(*one.thunk, *one.function, *one.wrapper);
  pending_.clear();
  // LLVM 14 does not see at a link with -flto that what an indirect function's
  // resolver calls is needed.
  if (!module_.ifunc_empty())
    appendToCompilerUsed(module_, made_);
}

Function *Thunks::number_call() {
  constexpr char kName[] = "__ckpt_number_call";
  if (Function *there = module_.getFunction(kName))
    return there;
  SmallVector<Type *, 7> types(7, i64_);
  Function *made = make(kName, FunctionType::get(i64_, types, false));
  IRBuilder<> at(BasicBlock::Create(context_, "", made));
  SmallVector<Value *, 7> arguments;
  for (Argument &argument : made->args())
    arguments.push_back(&argument);
  return_result(at, system_call(at, arguments[0],
                                ArrayRef<Value *>(arguments).drop_front()));
  return made;
}

} // namespace ckpt::pass
