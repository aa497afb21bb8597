// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The options in front of the command.  Pure.
#pragma once
#include "driver/diagnostics.h"
#include "driver/plan.h"
#include <variant>

namespace ckpt::driver {

struct OurOptions {
  bool help = false;
  bool version = false;
  bool dry_run = false;
  bool verbose = false;
  bool allow_no_link = false;
  bool print_include = false;
  Request request;
  std::vector<std::string> ignored; // of the original's script
  size_t command = 0;               // index of the command's name in args

  // Something is printed, and no command is needed.
  bool prints() const { return help || version || print_include; }
};

// args: everything behind our own name.  inherited: what options say before
// them.
std::variant<OurOptions, Failure>
parse_our_options(llvm::ArrayRef<const char *> args, OurOptions inherited = {});

// The variable by which options reach a compiler that another command starts,
// and its value: options, quoted as for a shell.
inline constexpr char kFlagsVariable[] = "CKPT_COMPILE_FLAGS";
std::variant<OurOptions, Failure> options_of_variable(llvm::StringRef value);
std::string variable_of_options(const OurOptions &options);

void print_help(llvm::raw_ostream &out);

} // namespace ckpt::driver
