// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The file that a link makes: did it change, is it ours, its default flags.
#pragma once
#include "driver/diagnostics.h"
#include "driver/plan.h"
#include <optional>
#include <sys/stat.h>

namespace ckpt::driver {

// Longest --ckpt-default that a program has room for.
size_t max_default_flags();

// What tells a newly written file from the one that was there before.
class FileState {
public:
  explicit FileState(const std::string &path);
  bool exists() const { return exists_; }
  bool is_regular() const { return exists_ && S_ISREG(file_.st_mode); }
  bool operator==(const FileState &other) const;

private:
  struct stat file_ = {};
  bool exists_; // file_ is filled
};

// After a link that reported success.  before: of plan.output.
// verbose: says what was checked.
std::optional<Failure> check_output(const Plan &plan, const FileState &before,
                                    bool verbose);

} // namespace ckpt::driver
