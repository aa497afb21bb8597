// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An argv or envp for a test: writable, null terminated, and with a guard slot
// behind the null that must stay untouched.
#pragma once
#include "runtime/abi/types.h"
#include <initializer_list>
#include <string>
#include <vector>

namespace ckpt::test {

class Argv {
public:
  Argv(std::initializer_list<const char *> words)
      : Argv(std::vector<std::string>(words.begin(), words.end())) {}
  explicit Argv(std::vector<std::string> words) : words_(std::move(words)) {
    for (std::string &word : words_)
      slots_.push_back(word.data());
    slots_.push_back(nullptr);
    slots_.push_back(guard());
  }
  Argv(const Argv &) = delete;
  Argv &operator=(const Argv &) = delete;

  int argc() const { return static_cast<int>(words_.size()); }
  char **argv() { return slots_.data(); }

  // The words up to the first null, joined by single blanks.
  std::string joined() const {
    std::string out;
    for (size_t i = 0; slots_[i]; ++i)
      out += (i ? " " : "") + std::string(slots_[i]);
    return out;
  }
  // Every slot from `first` to the null behind the original words is null, and
  // the guard is whole.
  bool freed_from(int first) const {
    for (size_t i = static_cast<size_t>(first); i <= words_.size(); ++i)
      if (slots_[i])
        return false;
    return slots_.back() == guard();
  }

private:
  static char *guard() {
    static char text[] = "guard";
    return text;
  }
  std::vector<std::string> words_;
  std::vector<char *> slots_;
};

} // namespace ckpt::test
