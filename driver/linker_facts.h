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
  std::string format;        // -b in force at the end; empty: none
  std::vector<std::string> scripts; // -T
  std::vector<std::string> library_directories;
  bool has_input = false;
  bool has_start_file = false; // crt1.o or one of its kin
  bool names_libc_a = false;
  bool static_libraries = false; // what -l finds at the end is no shared one
  std::vector<size_t> libraries;     // tokens of the C library's own parts
  std::vector<size_t> whole_changes; // tokens where --whole-archive toggles,
                                     // in order; off at the start
};

LinkerFacts scan_linker_words(llvm::ArrayRef<LinkerWord> words);

// Whether NAME (of -lNAME) can define what the shims define.
bool is_c_library(llvm::StringRef name);

// The same for the name of a file.
bool is_c_library_file(llvm::StringRef path);

// The C library to be linked into the program.
bool is_libc_a(llvm::StringRef path);

// Whether this input brings a C library's _start.
bool is_start_file(llvm::StringRef path);

} // namespace ckpt::driver
