// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which program this is: what an image must match to be restarted by it.
// Phase: pre-libc, signal.  Needs: state.program_headers (AT_PHDR).
#pragma once
#include "runtime/abi/text.h"

namespace ckpt {

// "build-id:<hex>"; of a program without one "headers:<crc32c>" of the page
// that holds its ELF and program headers.
Text<160> program_identity();

} // namespace ckpt
