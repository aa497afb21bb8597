// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a command line means: whether it links a program, and what one has to
// know to add the runtime.  Pure: no files, no environment.
#pragma once
#include "driver/command_name.h"
#include "llvm/ADT/ArrayRef.h"
#include <optional>
#include <string>
#include <vector>

namespace ckpt::driver {

enum class Mode {
  kLink,         // makes a program: the runtime goes in
  kNoLink,       // compiles, prints, or fails by itself
  kNotAProgram,  // links a library or another object
  kNoStartFiles, // links something that may have no _start
  kOurs,         // the runtime is in it already
};

struct Invocation {
  Mode mode = Mode::kNoLink;
  bool prints = false; // and compiles nothing
  std::string why;     // of the mode, one phrase
  std::string refusal; // why this release cannot do the link; empty: it can

  // Why the linker cannot do it, if it fails; empty: it says so itself.
  std::string hint;

  // The fields below count for kLink.  Indices are into the words given.
  std::string output = "a.out";
  std::string entry;    // the user's own entry symbol; empty: none
  std::string language; // the -x in force at the end; empty: none
  std::string build_id; // the user's choice; empty: none
  bool by_linker = false; // ld itself: its options stand without -Wl
  std::string format;     // of inputs, in force at the end; empty: any
  // Where the linker script names the entry, see linker_script.h.
  std::vector<std::string> scripts;
  std::vector<std::string> library_directories;
  bool is_static = false;
  bool is_static_pie = false;
  bool is_pie = false;
  // By whichever of these, or because the linker was told so: the C library is
  // one that is linked into the program.
  bool has_static_libc = false;
  // A C library is on the line, or the compiler adds it.
  bool has_libc = true;
  // Names (of -lNAME) that the compiler puts in front of the C library, and that
  // call what the shims stand for.
  std::vector<std::string> compiler_libraries;
  // Words in front of which the shims must stand: the C library, explicitly.
  std::vector<size_t> c_libraries;
  // Words where --whole-archive toggles, in order.
  std::vector<size_t> whole_changes;
  std::optional<size_t> end_of_options; // clang's "--"
};

// words: what follows the command's name, response files expanded.
Invocation classify(const CommandName &command,
                    llvm::ArrayRef<const char *> words);

} // namespace ckpt::driver
