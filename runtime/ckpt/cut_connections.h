// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The program ends here: what its TCP connections leave behind in the kernel would
// keep their names from the restarted program for a minute.
// Phase: pre-libc, signal.
#pragma once

namespace ckpt {

enum class Cut {
  kShort, // they are reset when they are closed
  kSpare, // the program goes on after all
};
void cut_connections(Cut cut);

} // namespace ckpt
