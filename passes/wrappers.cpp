// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "passes/wrappers.h"
#include "runtime/abi/direct_calls.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/IR/DerivedTypes.h"

namespace ckpt::pass {

using llvm::StringRef;

namespace {

// A name that syscalls.def does not have ends the compilation.
consteval unsigned number_of(const char *call) {
  for (const SyscallRow &row : kSyscallRows)
    if (same_name(row.name, call))
      return row.number;
  throw "no such system call";
}

StringRef second_name(StringRef text) { return text == "-" ? "" : text; }

const Wrapper kWrappers[] = {
#define CKPT_WRAPPER(name, call, result, arguments, second, traits)            \
  {#name,                                                                      \
   number_of(#call),                                                           \
   result,                                                                     \
   StringRef(arguments).rtrim('.'),                                            \
   static_cast<unsigned>(StringRef(arguments).count('.')),                     \
   second_name(#second),                                                       \
   traits},
#define CKPT_OWN_WRAPPER(name)
#define CKPT_LEFT_WRAPPER(name, why)
#include "runtime/abi/wrappers.def"
};

bool is_type(const llvm::Type *type, char letter) {
  switch (letter) {
  case 'i':
    return type->isIntegerTy(32);
  case 'l':
  case 'c':
    return type->isIntegerTy(64);
  case 'p':
    return type->isPointerTy() && type->getPointerAddressSpace() == 0;
  case 'v':
    return type->isVoidTy();
  }
  return false;
}

} // namespace

const Wrapper *find_wrapper(StringRef name) {
  for (const Wrapper &wrapper : kWrappers)
    if (wrapper.name == name)
      return &wrapper;
  return nullptr;
}

bool is_runtimes(StringRef name) {
  return llvm::StringSwitch<bool>(name)
#define CKPT_WRAPPER(name, call, result, arguments, second, traits)
#define CKPT_OWN_WRAPPER(name) .Case(#name, true)
#define CKPT_LEFT_WRAPPER(name, why)
#include "runtime/abi/wrappers.def"
      .Default(false);
}

StringRef why_left(StringRef name) {
  StringRef of = name;
  if ((of.consume_front("__libc_") || of.consume_front("__")) &&
      !find_wrapper(name) && find_wrapper(of))
    return "it is called by a name of libc's own";
  return llvm::StringSwitch<StringRef>(name)
#define CKPT_WRAPPER(name, call, result, arguments, second, traits)
#define CKPT_OWN_WRAPPER(name)
#define CKPT_LEFT_WRAPPER(name, why) .Case(#name, why)
#include "runtime/abi/wrappers.def"
      .Default("");
}

bool is_declared_as(const llvm::Function &function, const Wrapper &wrapper) {
  const llvm::FunctionType *type = function.getFunctionType();
  if (type->isVarArg() != (wrapper.more != 0) ||
      type->getNumParams() != wrapper.arguments.size() ||
      !is_type(type->getReturnType(), wrapper.result) ||
      function.getCallingConv() != llvm::CallingConv::C)
    return false;
  for (unsigned i = 0; i < type->getNumParams(); ++i)
    if (!is_type(type->getParamType(i), wrapper.arguments[i]))
      return false;
  return true;
}

bool takes_arguments(const llvm::CallBase &call, const Wrapper &wrapper) {
  size_t named = wrapper.arguments.size();
  if (call.arg_size() > named + wrapper.more)
    return false;
  for (unsigned i = static_cast<unsigned>(named); i < call.arg_size(); ++i) {
    const llvm::Type *type = call.getArgOperand(i)->getType();
    if (call.isByValArgument(i) ||
        !(type->isPointerTy() ||
          (type->isIntegerTy() && type->getIntegerBitWidth() <= 64)))
      return false;
  }
  return true;
}

StringRef linker_name(const llvm::Function &function) {
  StringRef name = function.getName();
  name.consume_front("\1");
  return name;
}

} // namespace ckpt::pass
