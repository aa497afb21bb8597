// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Checks a linked program: does it start in the runtime, and where are its
// default flags.  Pure: bytes in, facts or a reason out.
#pragma once
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace ckpt::driver {

struct ProgramFacts {
  uint64_t flags_offset; // of ProgramNote::default_flags in the file
};

// bytes: the whole file.  Fails with what is wrong and what to do next.
llvm::Expected<ProgramFacts> inspect_program(llvm::StringRef bytes);

} // namespace ckpt::driver
