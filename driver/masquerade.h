// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How the compilers that another command starts are led through us: by PATH,
// and by the variables that name a compiler.  Pure.
//
// A variable that is not set stays so: `CC ?= clang` in a makefile, and a
// configure script's own choice, would otherwise change.
#pragma once
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace ckpt::driver {

// Programs that take a compiler's command line behind their own name.
bool is_launcher(llvm::StringRef name);

// Whether a command of this name gets a link to us.  name: no directories.
bool is_led_through(llvm::StringRef name);

// PATH when the variable is not set, as execvp has it.
inline constexpr char kDefaultPath[] = "/bin:/usr/bin";

// The search path with directory in front, and nowhere else.
std::string with_in_front(llvm::StringRef path, llvm::StringRef directory);

// The search path with the directories last that lead to us.
std::string with_behind(llvm::StringRef path,
                        llvm::ArrayRef<std::string> directories);

// Variables whose value is a compiler or linker, with or without arguments.
llvm::ArrayRef<const char *> compiler_variables();

// The value that leads its compiler through us; none when PATH does it
// already, or when no compiler is recognised.  self: a command that is us.
std::optional<std::string> led_value(llvm::StringRef value,
                                     llvm::StringRef self);

} // namespace ckpt::driver
