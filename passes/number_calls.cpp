// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "passes/number_calls.h"
#include "runtime/abi/direct_calls.h"
#include "llvm/IR/Instructions.h"

namespace ckpt::pass {

using namespace llvm;

namespace {

constexpr unsigned kMostArguments = 7;
constexpr unsigned kSigreturn = 15; // rt_sigreturn(2)

std::string call_name(const Value *number) {
  const ConstantInt *constant = dyn_cast<ConstantInt>(number);
  if (!constant)
    return "syscall(...)";
  const SyscallRow *row = find_syscall(constant->getZExtValue());
  return row ? std::string("syscall(") + row->name + ")"
             : "syscall(" + std::to_string(constant->getSExtValue()) + ")";
}

bool is_word(const Value *value) {
  const Type *type = value->getType();
  return type->isPointerTy() ||
         (type->isIntegerTy() && type->getIntegerBitWidth() <= 64);
}

StringRef why_number_is_left(const CallBase &call) {
  const CallInst *plain = dyn_cast<CallInst>(&call);
  if (!plain || call.hasOperandBundles())
    return "the call may throw";
  if (plain->isMustTailCall())
    return "it must stay a tail call";
  if (call.arg_empty() || call.arg_size() > kMostArguments ||
      !call.getType()->isIntegerTy(64) || !all_of(call.args(), is_word))
    return "its arguments are not those of a system call";
  const ConstantInt *number = dyn_cast<ConstantInt>(call.getArgOperand(0));
  if (number && !kDirectCalls.contain(number->getZExtValue()))
    return number->equalsInt(kSigreturn)
               ? "it returns from a signal's handler"
               : "it needs its own instruction, or takes no descriptor";
  return "";
}

Value *to_word(IRBuilder<> &at, Value *value) {
  return value->getType()->isPointerTy()
             ? at.CreatePtrToInt(value, at.getInt64Ty())
             : at.CreateZExt(value, at.getInt64Ty());
}

Value *direct_call(IRBuilder<> &at, CallBase &call, Thunks &thunks) {
  SmallVector<Value *, 7> arguments;
  for (Value *argument : call.args())
    arguments.push_back(to_word(at, argument));
  while (arguments.size() < kMostArguments)
    arguments.push_back(at.getInt64(0));
  return at.CreateCall(thunks.number_call(), arguments);
}

// head: is it virtual? -> virtual: is it known as libc's? -> known, below
//   |                      '-> ask: is it libc's? ---------> known: may the
//   |                                '-> plain               number be direct?
//   '-> plain: the call as it was -> made        plain <-'-> direct -> made
void split_at(CallInst &call, Function &function, Thunks &thunks) {
  LLVMContext &context = call.getContext();
  BasicBlock *head = call.getParent();
  Function *parent = head->getParent();
  BasicBlock *plain = head->splitBasicBlock(&call, "plain");
  BasicBlock *tail = plain->splitBasicBlock(call.getNextNode(), "made");
  BasicBlock *on = BasicBlock::Create(context, "virtual", parent, tail);
  BasicBlock *direct = BasicBlock::Create(context, "direct", parent, tail);
  head->getTerminator()->eraseFromParent();
  IRBuilder<> at(head);
  at.SetCurrentDebugLocation(call.getDebugLoc());
  at.CreateCondBr(thunks.is_virtual(at), on, plain, thunks.unlikely());
  at.SetInsertPoint(on);
  BasicBlock *ask = BasicBlock::Create(context, "ask", parent, tail);
  BasicBlock *known = BasicBlock::Create(context, "known", parent, tail);
  at.CreateCondBr(thunks.is_known(at, function), known, ask, thunks.likely());
  at.SetInsertPoint(ask);
  at.CreateCondBr(thunks.is_libcs(at, function, "__ckpt_syscall_shim"), known,
                  plain);
  at.SetInsertPoint(known);
  Value *number = call.getArgOperand(0);
  if (isa<ConstantInt>(number))
    at.CreateBr(direct);
  else
    at.CreateCondBr(thunks.is_direct(at, to_word(at, number)), direct, plain);
  at.SetInsertPoint(direct);
  Value *result = direct_call(at, call, thunks);
  at.CreateBr(tail);
  at.SetInsertPoint(tail, tail->begin());
  PHINode *either = at.CreatePHI(at.getInt64Ty(), 2);
  call.replaceAllUsesWith(either);
  either->addIncoming(result, direct);
  either->addIncoming(&call, plain);
  call.setTailCallKind(CallInst::TCK_None);
}

} // namespace

void route_number_call(CallBase &call, Function &function, Thunks &thunks,
                       SiteNotes &notes) {
  StringRef why = why_number_is_left(call);
  std::string name =
      call.arg_empty() ? "syscall()" : call_name(call.getArgOperand(0));
  // The runtime has a syscall(3) of its own, which goes to the dispatcher where
  // the call is left as it is.
  auto *number =
      call.arg_empty() ? nullptr : dyn_cast<ConstantInt>(call.getArgOperand(0));
  bool traps = number && number->equalsInt(kSigreturn);
  notes.add(site::Kind::kNumber, call, name, traps ? why : "");
  if (why.empty())
    split_at(cast<CallInst>(call), function, thunks);
}

} // namespace ckpt::pass
