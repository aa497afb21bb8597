// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pieces of a manual page in man(7) macros.  Pure.
#pragma once
#include <string>
#include <string_view>

namespace ckpt::docgen {

// Plain text in which roff sees no request, escape or typographic hyphen.
std::string roff(std::string_view text);

// A sentence a line: keeps source lines short and roff's spacing right.
std::string sentences(std::string_view text);

// Up to the end of NAME.  sources: what the page is generated from.
std::string head(std::string_view name, int section, std::string_view sources,
                 std::string_view purpose);

// A tagged paragraph.
std::string item(std::string_view bold, std::string_view italic,
                 std::string_view text);
std::string exit_code(int number, std::string_view sentence);

} // namespace ckpt::docgen
