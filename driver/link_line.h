// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where the runtime goes on a link's command line.  Pure.
//
//   CC [-static] user's words... OBJECT SHIMS --build-id --defsym -e
//                  ^ SHIMS in front of every explicit C library
//
// For ld itself: the same without -Wl.  A word put inside a response file makes its words take its place.
#pragma once
#include "driver/invocation.h"
#include "driver/response_files.h"
#include <string>
#include <vector>

namespace ckpt::driver {

struct RuntimeFiles {
  std::string object;
  std::string shims;
  std::string static_shims;
};

// The words behind the command's name.
std::vector<std::string> link_line(const Invocation &invocation,
                                   const Words &words,
                                   const RuntimeFiles &runtime,
                                   bool make_static);

// The words as given, but for response files that cannot be read twice.
std::vector<std::string> plain_line(const Words &words);

} // namespace ckpt::driver
