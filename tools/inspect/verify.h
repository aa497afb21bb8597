// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Reads every byte of an image's data area.
#pragma once
#include "tools/inspect/image_file.h"

namespace ckpt::inspect {

struct Verified {
  u64 pages = 0;
  u64 zero_bytes = 0;                // covered by no run; holes included
  std::vector<std::string> problems; // the first kMaxProblems of them
  u64 problem_count = 0;
};
inline constexpr u64 kMaxProblems = 20;

// A Failure says that the file could not be read; damage is in `out`.
// progress: shows how far it is on standard error when it takes long.
Failure verify_data(const ImageFile &file, bool progress, Verified &out);

} // namespace ckpt::inspect
