// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "driver/diagnostics.h"
#include "llvm/Support/raw_ostream.h"

namespace ckpt::driver {

int error(ExitCode code, const llvm::Twine &text) {
  llvm::errs() << "ckpt_compile: error: " << text << '\n';
  return static_cast<int>(code);
}

void warning(const llvm::Twine &text) {
  llvm::errs() << "ckpt_compile: warning: " << text << '\n';
}

void note(const llvm::Twine &text) {
  llvm::errs() << "ckpt_compile: note: " << text << '\n';
}

} // namespace ckpt::driver
