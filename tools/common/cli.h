// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the command-line tools have in common: exit codes, messages, the flags
// every tool knows, and text that is safe to print.
#pragma once
#include "runtime/abi/types.h"
#include <string>
#include <string_view>
#include <vector>

namespace ckpt::cli {

enum ExitCode : int {
  kGood = 0,
  kDamaged = 1,    // the image is damaged, incomplete or of another format
  kUsage = 2,      // the command line is wrong
  kUnreadable = 3, // a file cannot be read, or the output cannot be written
};

struct Arguments {
  std::vector<std::string> words; // everything that is no flag
  bool help = false;
  bool version = false;
  bool json = false;
  std::string unknown; // the first flag that is not known
};

// Flags: -h, --help, --version, -j, --json; "--" ends them.
Arguments parse_arguments(int argc, const char *const *argv);

// "ckpt_inspect: error: TEXT" on standard error.
void print_error(std::string_view tool, std::string_view text);

// Flushes standard output.  kUnreadable, and a message, when something that
// was printed did not arrive (a full disk); else `code`.
int finish_output(std::string_view tool, int code);

// Everything but printable ASCII becomes \xNN, and a backslash two: what an
// image holds must not steer a terminal.
std::string printable(StringView text);

// One word of a shell command line; empty when it cannot be printed.
std::string shell_word(const std::string &word);

// "1 page", "2 pages"
std::string counted(u64 n, std::string_view thing);
std::string with_commas(u64 n);       // 1,234,567
std::string readable_size(u64 bytes); // 1.2 MiB
std::string hex(u64 n);

} // namespace ckpt::cli
