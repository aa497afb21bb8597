// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "passes/comparisons.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Operator.h"

namespace ckpt::pass {

using namespace llvm;

namespace {

// As a pointer or as a number.
bool is_address_of(const Value *value, const Function &function) {
  if (const auto *number = dyn_cast<PtrToIntOperator>(value))
    value = number->getPointerOperand();
  return isa<Constant>(value) && value->stripPointerCasts() == &function;
}

Value *address_as(IRBuilder<> &at, Function &function, Type *type) {
  return type->isPointerTy() ? at.CreateBitCast(&function, type)
                             : at.CreatePtrToInt(&function, type);
}

} // namespace

Comparisons::Comparisons(Function &function, ArrayRef<ICmpInst *> instructions)
    : function_(function) {
  for (ICmpInst *at : instructions)
    for (unsigned operand = 0; operand < 2; ++operand)
      if (at->isEquality() && is_address_of(at->getOperand(operand), function))
        if (!isa<Constant>(at->getOperand(1 - operand)))
          places_.push_back({at, operand});
}

void Comparisons::with_both() {
  for (const auto &[at, operand] : places_) {
    Value *routed = at->getOperand(operand),
          *other = at->getOperand(1 - operand);
    IRBuilder<> behind(at->getNextNode());
    behind.SetCurrentDebugLocation(at->getDebugLoc());
    Value *plain =
        behind.CreateICmp(at->getPredicate(), other,
                          address_as(behind, function_, routed->getType()));
    bool equal = at->getPredicate() == CmpInst::ICMP_EQ;
    Instruction *both = equal ? BinaryOperator::CreateOr(at, plain)
                              : BinaryOperator::CreateAnd(at, plain);
    behind.Insert(both);
    at->replaceUsesWithIf(both,
                          [&](Use &use) { return use.getUser() != both; });
  }
}

} // namespace ckpt::pass
