// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Collect, then rewrite: every use is found before the first one is changed.
#include "passes/syscall_sites.h"
#include "passes/assembly.h"
#include "passes/comparisons.h"
#include "passes/number_calls.h"
#include "passes/versions.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/InstIterator.h"

namespace ckpt::pass {

using namespace llvm;

namespace {

constexpr char kMark[] = "ckpt.syscalls"; // on a module that is done
constexpr char kOtherType[] = "it is declared in another way than in libc";
constexpr char kWeak[] = "it is declared weak";
constexpr char kMoreArguments[] =
    "it has other arguments than libc's function takes";

bool is_supported(const Module &module) {
  Triple triple(module.getTargetTriple());
  return triple.getArch() == Triple::x86_64 && triple.isOSLinux() &&
         triple.getEnvironment() != Triple::GNUX32 &&
         triple.getEnvironment() != Triple::MuslX32 && !triple.isAndroid();
}

// The places that use a libc function.
struct Uses {
  SmallVector<CallBase *, 8> calls;
  SmallVector<std::pair<Instruction *, std::string>, 4> addresses;
  SmallVector<ICmpInst *, 4> comparisons;
};

// Through the constants that it is part of; `outer` names a global one.
void find_uses(User *user, Value *of, Uses &found,
               SmallPtrSetImpl<User *> &seen) {
  if (CallBase *call = dyn_cast<CallBase>(user)) {
    if (call->getCalledOperand()->stripPointerCasts() == of)
      found.calls.push_back(call);
    else
      found.addresses.push_back({call, ""});
    return;
  }
  if (Instruction *at = dyn_cast<Instruction>(user)) {
    if (ICmpInst *comparison = dyn_cast<ICmpInst>(at))
      found.comparisons.push_back(comparison);
    else
      found.addresses.push_back({at, ""});
    return;
  }
  if (!seen.insert(user).second)
    return;
  if (GlobalVariable *global = dyn_cast<GlobalVariable>(user)) {
    if (!has_prefix(global->getName(), "llvm."))
      found.addresses.push_back({nullptr, global->getName().str()});
    return;
  }
  for (User *outer : user->users())
    find_uses(outer, of, found, seen);
}

Uses uses_of(Function &function) {
  Uses found;
  SmallPtrSet<User *, 16> seen;
  SmallVector<User *, 16> users(function.users());
  for (User *user : users)
    find_uses(user, &function, found, seen);
  // A call that has the function as callee and argument is found twice.
  return found;
}

// Hints which functions a pointer may call name libc's, which it no longer
// calls; readers expect functions there and no casts of them (LLVM 14, with
// -flto).
void forget_callees(Module &module) {
  for (Function &function : module)
    for (Instruction &at : instructions(function))
      if (isa<CallBase>(at))
        at.setMetadata(LLVMContext::MD_callees, nullptr);
}

class Router {
public:
  explicit Router(Module &module) : module_(module), thunks_(module) {}

  bool run() {
    std::vector<Function *> functions;
    std::vector<CallBase *> assembly;
    for (Function &function : module_) {
      bool libcs =
          function.isDeclaration() || function.hasAvailableExternallyLinkage();
      if (libcs && !function.isIntrinsic())
        functions.push_back(&function);
      for (Instruction &at : instructions(function))
        if (CallBase *call = dyn_cast<CallBase>(&at))
          if (call->isInlineAsm())
            assembly.push_back(call);
    }
    for (Function *function : functions)
      route(*function);
    for (CallBase *call : assembly)
      route_assembly(*call, thunks_, notes_);
    if (classify_assembly(module_.getModuleInlineAsm()) != AssemblyKind::kOther)
      notes_.add(site::Kind::kAssembly, "", "assembly",
                 "it stands outside of functions");
    forget_callees(module_);
    thunks_.define_all();
    notes_.write(module_);
    return !functions.empty() || !assembly.empty();
  }

private:
  void route(Function &function) {
    StringRef name = linker_name(function);
    if (name == "syscall")
      return route_numbers(function);
    if (const Wrapper *wrapper = find_wrapper(name))
      return route_wrapper(function, *wrapper);
    StringRef why = why_left(name);
    if (!why.empty() || is_runtimes(name))
      note(uses_of(function), name, why);
  }

  // Each call has a reason of its own, if it is left alone.
  void note(const Uses &uses, StringRef name, StringRef why,
            function_ref<StringRef(const CallBase &)> why_call) {
    for (CallBase *call : uses.calls)
      notes_.add(site::Kind::kCall, *call, name, why_call(*call));
    for (const auto &[at, global] : uses.addresses)
      if (at)
        notes_.add(site::Kind::kPointer, *at, name, why);
      else
        notes_.add(site::Kind::kPointer, global, name, why);
  }

  void note(const Uses &uses, StringRef name, StringRef why) {
    note(uses, name, why, [&](const CallBase &) { return why; });
  }

  void route_wrapper(Function &function, const Wrapper &wrapper) {
    Uses uses = uses_of(function);
    if (uses.calls.empty() && uses.addresses.empty() &&
        uses.comparisons.empty())
      return;
    StringRef why;
    if (!is_declared_as(function, wrapper))
      why = kOtherType;
    if (function.hasExternalWeakLinkage())
      why = kWeak;
    if (!why.empty())
      return note(uses, wrapper.name, why);
    auto why_call = [&](const CallBase &call) -> StringRef {
      return takes_arguments(call, wrapper) ? "" : kMoreArguments;
    };
    note(uses, wrapper.name, "", why_call);
    Comparisons comparisons(function, uses.comparisons);
    function.replaceAllUsesWith(ConstantExpr::getBitCast(
        thunks_.routed(function, wrapper), function.getType()));
    comparisons.with_both();
    for (CallBase *call : uses.calls)
      if (!why_call(*call).empty())
        call->setCalledOperand(ConstantExpr::getBitCast(
            &function, call->getCalledOperand()->getType()));
  }

  void route_numbers(Function &function) {
    Uses uses = uses_of(function);
    for (CallBase *call : uses.calls)
      if (function.hasExternalWeakLinkage())
        notes_.add(site::Kind::kNumber, *call, "syscall", kWeak);
      else
        route_number_call(*call, function, thunks_, notes_);
    uses.calls.clear();
    note(uses, "syscall", function.hasExternalWeakLinkage() ? kWeak : "");
  }

  Module &module_;
  Thunks thunks_;
  SiteNotes notes_;
};

} // namespace

PreservedAnalyses SyscallSites::run(Module &module, ModuleAnalysisManager &) {
  if (!is_supported(module) || module.getNamedMetadata(kMark))
    return PreservedAnalyses::all();
  module.getOrInsertNamedMetadata(kMark);
  return Router(module).run() ? PreservedAnalyses::none()
                              : PreservedAnalyses::all();
}

} // namespace ckpt::pass
