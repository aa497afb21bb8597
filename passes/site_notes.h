// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What becomes of each site: a remark for the compiler's user, and a note in
// the object (runtime/abi/site_note.h), from where ckpt_inspect has it.
#pragma once
#include "runtime/abi/site_note.h"
#include "llvm/IR/InstrTypes.h"
#include "llvm/IR/Module.h"

namespace ckpt::pass {

inline constexpr char kPassName[] = "ckpt-syscalls";

class SiteNotes {
public:
  // call: what the place calls, as a user knows it.  why: empty when routed.
  void add(site::Kind kind, const llvm::Instruction &at, llvm::StringRef call,
           llvm::StringRef why = "");
  // In no function.
  void add(site::Kind kind, llvm::StringRef where, llvm::StringRef call,
           llvm::StringRef why = "");
  void write(llvm::Module &module);

private:
  void record(site::Kind kind, llvm::StringRef where, unsigned line,
              llvm::StringRef file, llvm::StringRef call, llvm::StringRef why);
  std::string text_;
};

} // namespace ckpt::pass
