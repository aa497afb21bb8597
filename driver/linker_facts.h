// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the options that reach the linker say about its output.  Pure.
#pragma once
#include "llvm/ADT/ArrayRef.h"
#include <string>
#include <vector>

namespace ckpt::driver {

// One word of the linker's command line, and where it comes from: several may
// stand in one -Wl of the compiler's.
struct LinkerWord {
  const char *text;
  size_t token;
};

struct LinkerFacts {
  std::string entry;         // of the last -e; empty: none
  std::string output;        // of the last -o; empty: none
  std::string information;   // the option that prints something and stops
  std::string not_a_program; // the option that makes it one
  std::string emulation;     // -m
  std::string build_id;      // "default", or the value of --build-id=
  bool has_input = false;
  std::vector<size_t> libraries;     // tokens of the C library's own parts
  std::vector<size_t> whole_changes; // tokens where --whole-archive toggles,
                                     // in order; off at the start
};

LinkerFacts scan_linker_words(llvm::ArrayRef<LinkerWord> words);

// Whether NAME (of -lNAME) can define what the shims define.
bool is_c_library(llvm::StringRef name);

} // namespace ckpt::driver
