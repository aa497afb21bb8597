// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a command is, told by its name.  Pure.
#pragma once
#include "llvm/ADT/StringRef.h"

namespace ckpt::driver {

enum class CommandKind {
  kGcc,     // gcc, g++
  kClang,   // clang, clang++
  kCc,      // cc, c++, c89, c99: either of them
  kFortran, // gfortran, f77, f95
  kLinker,  // ld and its kin
  kOther,
};

struct CommandName {
  CommandKind kind = CommandKind::kOther;
  llvm::StringRef target; // "x86_64-linux-gnu" of x86_64-linux-gnu-gcc-12
  bool is_cxx = false;    // it links the C++ library
};

// name: without directories.
CommandName parse_command_name(llvm::StringRef name);

// Whether a program for this target triple can carry the runtime.
bool target_is_supported(llvm::StringRef triple);

} // namespace ckpt::driver
