// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "passes/assembly.h"
#include "passes/versions.h"
#include "llvm/ADT/StringExtras.h"

namespace ckpt::pass {

using namespace llvm;

namespace {

constexpr unsigned kSigreturn = 15; // rt_sigreturn(2)

// One instruction, or a piece that is none: comments are gone.
AssemblyKind classify_instruction(StringRef text) {
  text = text.trim();
  auto [name, operand] = text.split(' ');
  if (name.contains('\t'))
    std::tie(name, operand) = text.split('\t');
  operand = operand.trim();
  if (name.equals_insensitive("syscall"))
    return AssemblyKind::kSyscall;
  if (name.equals_insensitive("sysenter"))
    return AssemblyKind::kSysenter;
  operand.consume_front("$$");
  unsigned number = 0;
  if (name.equals_insensitive("int") && !operand.getAsInteger(0, number) &&
      number == 0x80)
    return AssemblyKind::kInt80;
  return AssemblyKind::kOther;
}

SmallVector<StringRef, 4> pieces(StringRef text) {
  SmallVector<StringRef, 4> lines, result;
  text.split(lines, '\n');
  for (StringRef line : lines) {
    SmallVector<StringRef, 4> parts;
    line.split('#').first.split(parts, ';');
    for (StringRef part : parts)
      if (!part.trim().empty())
        result.push_back(part);
  }
  return result;
}

struct Operands {
  unsigned count = 0;            // but for clobbers
  const Value *number = nullptr; // in rax; null: unknown
  bool needs_flags = true;
};

bool is_rax(const InlineAsm::ConstraintInfo &info) {
  return is_contained(info.Codes, "{ax}") ||
         is_contained(info.Codes, "{rax}") || is_contained(info.Codes, "{eax}");
}

Operands read_operands(const CallBase &call, const InlineAsm &text) {
  Operands result;
  InlineAsm::ConstraintInfoVector list = text.ParseConstraints();
  unsigned argument = 0;
  for (const InlineAsm::ConstraintInfo &info : list) {
    if (info.Type == InlineAsm::isClobber) {
      result.needs_flags &= !is_contained(info.Codes, "{flags}");
      continue;
    }
    ++result.count;
    bool input = info.Type == InlineAsm::isInput;
    if (!input && !info.isIndirect)
      continue;
    bool tied = input && info.hasMatchingInput();
    unsigned to = 0;
    if (input && !info.Codes.empty() &&
        !StringRef(info.Codes[0]).getAsInteger(10, to))
      tied = to < list.size() && is_rax(list[to]);
    if (input && (tied || is_rax(info)))
      result.number = call.getArgOperand(argument);
    ++argument;
  }
  for (const InlineAsm::ConstraintInfo &info : list)
    for (const std::string &code : info.Codes)
      result.needs_flags |= has_prefix(code, "{@cc");
  return result;
}

std::string with_operand(StringRef constraints, unsigned at) {
  SmallVector<StringRef, 16> list;
  if (!constraints.empty())
    constraints.split(list, ',');
  list.insert(list.begin() + at, "i");
  return join(list, ",");
}

std::string routed_text(unsigned flag, bool may_be_sigreturn) {
  std::string test = may_be_sigreturn ? "cmpl\t$$" + utostr(kSigreturn) +
                                            ", %eax\n\tje\t1f\n\t"
                                      : "";
  return "cmpb\t$$0, ${" + utostr(flag) + ":a}\n\tje\t1f\n\t" + test +
         ".weak\t__ckpt_direct\n\t"
         "leaq\t2f(%rip), %rcx\n\t"
         "jmpq\t*__ckpt_direct@GOTPCREL(%rip)\n"
         "1:\tsyscall\n2:";
}

StringRef why_assembly_is_left(const CallBase &call, AssemblyKind kind,
                               const Operands &operands) {
  if (kind == AssemblyKind::kAmongOthers)
    return "it stands among other instructions";
  if (kind != AssemblyKind::kSyscall)
    return "a call of 32-bit programs, with other numbers and arguments";
  if (operands.needs_flags)
    return "the assembly does not say that flags change";
  if (!isa<CallInst>(call) || call.hasOperandBundles())
    return "the assembly may go on elsewhere";
  const ConstantInt *number = dyn_cast_or_null<ConstantInt>(operands.number);
  if (number && number->equalsInt(kSigreturn))
    return "it returns from a signal's handler";
  auto model = call.getModule()->getCodeModel(); // of either LLVM's optional
  if (model && *model != CodeModel::Small && *model != CodeModel::Tiny)
    return "the code model is not the small one";
  return "";
}

void replace(CallInst &call, const InlineAsm &old, const Operands &operands,
             Thunks &thunks) {
  GlobalVariable *flag = thunks.flag();
  SmallVector<Value *, 9> arguments(call.args());
  SmallVector<Type *, 9> types;
  arguments.push_back(flag);
  for (Value *argument : arguments)
    types.push_back(argument->getType());
  FunctionType *type = FunctionType::get(call.getType(), types, false);
  InlineAsm *text = InlineAsm::get(
      type,
      routed_text(operands.count,
                  !dyn_cast_or_null<ConstantInt>(operands.number)),
      with_operand(old.getConstraintString(), operands.count),
      old.hasSideEffects(), old.isAlignStack(), InlineAsm::AD_ATT);
  CallInst *made = CallInst::Create(type, text, arguments, "", &call);
  made->setAttributes(call.getAttributes());
  made->copyMetadata(call);
  made->setTailCallKind(call.getTailCallKind());
  made->takeName(&call);
  call.replaceAllUsesWith(made);
  call.eraseFromParent();
}

} // namespace

AssemblyKind classify_assembly(StringRef text) {
  SmallVector<StringRef, 4> parts = pieces(text);
  AssemblyKind found = AssemblyKind::kOther;
  for (StringRef part : parts)
    if (found == AssemblyKind::kOther) {
      // A label may stand in front.
      found = classify_instruction(part);
      if (found == AssemblyKind::kOther)
        if (size_t colon = part.find(':');
            colon != StringRef::npos && classify_instruction(part.drop_front(
                                            colon + 1)) != AssemblyKind::kOther)
          return AssemblyKind::kAmongOthers;
    }
  bool whole = parts.size() == 1;
  return found == AssemblyKind::kOther || whole ? found
                                                : AssemblyKind::kAmongOthers;
}

StringRef assembly_name(AssemblyKind kind) {
  switch (kind) {
  case AssemblyKind::kSyscall:
    return "syscall instruction";
  case AssemblyKind::kInt80:
    return "int 0x80";
  case AssemblyKind::kSysenter:
    return "sysenter";
  case AssemblyKind::kAmongOthers:
    return "assembly";
  case AssemblyKind::kOther:
    break;
  }
  return "";
}

void route_assembly(CallBase &call, Thunks &thunks, SiteNotes &notes) {
  const InlineAsm &text = *cast<InlineAsm>(call.getCalledOperand());
  AssemblyKind kind = classify_assembly(text.getAsmString());
  if (kind == AssemblyKind::kOther)
    return;
  Operands operands = read_operands(call, text);
  StringRef why = why_assembly_is_left(call, kind, operands);
  notes.add(site::Kind::kAssembly, call, assembly_name(kind), why);
  if (why.empty())
    replace(cast<CallInst>(call), text, operands, thunks);
}

} // namespace ckpt::pass
