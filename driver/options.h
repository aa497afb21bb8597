// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The option tables made from Options.td and LinkerOptions.td.  Pure.
// The two tables' ids overlap: one namespace each.
#pragma once
#include "llvm/Option/OptTable.h"

namespace ckpt::driver {

// Flags of Options.td; LLVM's own are the lower bits.
inline constexpr unsigned Ours = 1 << 4;
inline constexpr unsigned Compiler = 1 << 5;
inline constexpr unsigned ClangOnly = 1 << 6;
inline constexpr unsigned GccOnly = 1 << 7;

namespace cc {
enum Id : unsigned {
  INVALID = 0,
#define OPTION(PREFIX, NAME, ID, ...) ID,
#include "Options.inc"
#undef OPTION
};
} // namespace cc

namespace ld {
enum Id : unsigned {
  INVALID = 0,
#define OPTION(PREFIX, NAME, ID, ...) ID,
#include "LinkerOptions.inc"
#undef OPTION
};
} // namespace ld

const llvm::opt::OptTable &command_table();
const llvm::opt::OptTable &linker_table();

} // namespace ckpt::driver
