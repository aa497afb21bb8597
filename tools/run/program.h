// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which program the job's name means, and whether ckpt_compile linked it.
#pragma once
#include "runtime/abi/types.h"
#include "tools/run/diagnostics.h"
#include <functional>
#include <vector>

namespace ckpt::run {

enum class ProgramKind {
  kLinked, // carries the runtime's note
  kElf,    // another ELF file
  kScript, // starts with #!
  kOther,
};

struct ProgramFacts {
  ProgramKind kind = ProgramKind::kOther;
  std::string default_flags; // of --ckpt-default; kLinked only
};

// Exactly `size` bytes from `offset` of a file, or false.
using ReadAt = std::function<bool(u64 offset, u64 size, u8 *to)>;

// Pure.  Reads the ELF header, the program headers and the notes alone.
// Source: the System V gABI, chapter 5 (program header, note section).
ProgramFacts inspect_program(const ReadAt &read);

struct Program {
  std::string path; // what is executed
  ProgramFacts facts;
};

// A name without a slash is looked up in PATH, as execvp(3) does.  Fails with
// the codes of a shell: 127 not there, 126 cannot be run.
MaybeFailure find_program(const std::string &name, Program &out);

} // namespace ckpt::run
