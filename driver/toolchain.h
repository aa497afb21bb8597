// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds the real command and the runtime's files.
#pragma once
#include "driver/diagnostics.h"
#include "driver/link_line.h"
#include "llvm/ADT/StringRef.h"
#include <sys/stat.h>
#include <variant>

namespace ckpt::driver {

struct FoundCommand {
  std::string path;
  // What the command is to see as its own name: as the user wrote it, unless
  // that name leads to us.
  std::string name;
  // PATH for the command, so that what it looks for is never us: ccache looks
  // for a compiler, gcc for ld.  Empty: as it is.
  std::string search_path;
};

// name: as typed, with or without directories.  Our own executable is never
// found, whatever it is called.  masquerading: we were run under this name, so
// only what PATH has behind us counts: two wrappers never call each other
// for ever.  leads_to_us: a name of which PATH's links to us are not to be
// seen by the command; its own when empty.
std::variant<FoundCommand, Failure>
find_command(llvm::StringRef name, bool masquerading,
             llvm::StringRef leads_to_us = {});

// A file, or what a symlink to it leads to, is our executable.
bool is_own_file(const struct stat &file);
std::string own_executable();

// Of cc and its like the program behind the link says whose they are.
// name: as typed; path: what was found for it.
CommandName command_name(llvm::StringRef name, const std::string &path);

// Next to our executable; does not say whether they exist.
RuntimeFiles runtime_files();
// The plugins of the LLVM pass, but for "14.so".
std::string pass_file_prefix();
// Where ckpt.h is.
std::string include_directory();
std::variant<RuntimeFiles, Failure> existing_runtime_files();

} // namespace ckpt::driver
