// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The first code of a linked program: takes our flags out, then arms the
// signals (fresh start) or becomes the saved process (restart).
// Phase: pre-libc.  Needs: nothing is relocated yet in a static-PIE.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::start {

// What the kernel put on the stack (System V ABI AMD64, figure 3.9).
struct Arguments {
  u64 *argc;   // right before argv[0]; null when it is not there
  int count;
  char **argv;
  char **envp;
  u64 *auxv;
  bool dynamic; // ld.so has run: it holds pointers into these arrays
};

void enter(const Arguments &arguments);

} // namespace ckpt::start
