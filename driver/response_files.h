// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A command line with its @files read, for deciding only: the command gets its
// own words, and an @file as it was written, wherever possible.
#pragma once
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/StringSaver.h"
#include <vector>

namespace ckpt::driver {

class Words {
public:
  explicit Words(llvm::ArrayRef<const char *> args);
  Words(const Words &) = delete;
  Words &operator=(const Words &) = delete;

  llvm::ArrayRef<const char *> expanded() const { return expanded_; }
  // Where in expanded() the words of the given one end.
  size_t end_of(size_t given_index) const { return ends_[given_index]; }
  size_t given() const { return given_.size(); }
  const char *given(size_t i) const { return given_[i]; }
  // An @file that cannot be read twice (a pipe): its words must be passed on
  // instead of its name.
  bool must_inline(size_t given_index) const { return inline_[given_index]; }

private:
  llvm::BumpPtrAllocator allocator_;
  llvm::StringSaver saver_{allocator_};
  std::vector<const char *> given_;
  std::vector<const char *> expanded_;
  std::vector<size_t> ends_;
  std::vector<bool> inline_;
};

} // namespace ckpt::driver
