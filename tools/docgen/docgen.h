// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Documentation made from the tables of the runtime.  Pure: text out.
#pragma once
#include <string>

namespace ckpt::docgen {

std::string man_page();     // docs/ckpt_flags.7
std::string options_page(); // docs/options.md
std::string stream_page();  // docs/command-stream.md

} // namespace ckpt::docgen
