// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Documentation made from the tables of the runtime.  Pure: text out.
#pragma once
#include <string>
#include <string_view>

namespace ckpt::docgen {

std::string man_page();     // docs/ckpt_flags.7
std::string compile_page(); // docs/ckpt_compile.1
std::string run_page();     // docs/ckpt_run.1
std::string inspect_page(); // docs/ckpt_inspect.1
// docs/ckpt.3; header: the text of runtime/include/ckpt.h
std::string header_page(std::string_view header);
std::string options_page(); // docs/options.md
std::string stream_page();  // docs/command-stream.md
std::string syscalls_page(); // docs/syscalls.md
std::string urls_page();     // docs/urls.md

// Text of a table cell: no cell border, no markup.
std::string markdown_cell(std::string_view text);

} // namespace ckpt::docgen
