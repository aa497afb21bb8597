// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where the headers of LLVM 14 and 19 differ.
#pragma once
#include "llvm/Config/llvm-config.h"
#include "llvm/IR/Function.h"
#if LLVM_VERSION_MAJOR >= 17
#include "llvm/TargetParser/Triple.h"
#else
#include "llvm/ADT/Triple.h"
#endif

namespace ckpt::pass {

inline bool has_prefix(llvm::StringRef text, llvm::StringRef prefix) {
  return text.take_front(prefix.size()) == prefix;
}

// Unwinders find the caller from each of its instructions.
inline void keep_unwind_table(llvm::Function &function) {
#if LLVM_VERSION_MAJOR >= 15
  function.setUWTableKind(llvm::UWTableKind::Async);
#else
  function.addFnAttr(llvm::Attribute::UWTable);
#endif
}

} // namespace ckpt::pass
