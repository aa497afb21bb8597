// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Reads the run flags (runtime/abi/options.def) out of argv, of CKPT_FLAGS and
// of the flags baked in by --ckpt-default, and removes them from what main()
// sees.  Pure: no system calls, no allocation.
// Phase: pre-libc.  Needs: argv and envp as the kernel made them; argc may be
// 0, envp may be null.  Never: keeps a pointer into argv or envp, reads a
// pointer out of a table of the program's own.
// Errors: false, and `why` holds the text behind "Condor: Error: ".  It has two
// lines for a bad -_condor_warning, one otherwise.
#pragma once
#include "runtime/abi/config.h"
#include "runtime/abi/text.h"

namespace ckpt::start {

enum class FlagSource : u8 { kDefault, kEnvironment, kArgv };

// Calls for kDefault, kEnvironment and argv, in this order and with the same
// config, make a later flag win.

// Flags anywhere in argv, but argv[0].  Sets config.flag_in_argv when it finds
// one.
[[nodiscard]] bool parse_argv(int argc, char *const *argv, Config &config,
                              Reason &why);

// Words separated by blanks, tabs, newlines or NULs, each of them a flag or a
// flag's operand.  `source` is named in errors.
[[nodiscard]] bool parse_text(StringView text, FlagSource source,
                              Config &config, Reason &why);

// Removes the flags and operands that parse_argv reads, in place and keeping
// the order of the rest, writes null into every slot that becomes free, and
// returns the new argc.  envp and auxv stay where they are.
int strip_argv(int argc, char **argv);

// What strip_argv leaves behind argv[0]: how many, and their checksum, each with
// its NUL.
struct ArgumentSum {
  u32 count;
  u32 sum;
};
ArgumentSum sum_arguments(int argc, char *const *argv);

// Removes the runtime's variables (runtime/abi/env.def) in place, writes null
// into every slot that becomes free and returns how many that are.  Needs: who
// looks for auxv behind the first null does it before.
size_t strip_environment(char **envp);

// Fills the values of all variables of this name with zeros.
void wipe_environment(char **envp, StringView name);

// The value of the first variable of this name; data is null if there is none.
StringView find_environment(char *const *envp, StringView name);

} // namespace ckpt::start
