// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Text for the tests of runtime/proc: copies that a sanitizer guards.
#pragma once
#include "runtime/abi/types.h"
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace ckpt::test {

// A heap copy of exactly the text's size, without a NUL: one byte read
// outside of it is an error under AddressSanitizer and valgrind.
class Exact {
public:
  explicit Exact(std::string_view text)
      : size_(text.size()), data_(new char[text.size()]) {
    std::memcpy(data_.get(), text.data(), size_);
  }
  StringView view() const { return {data_.get(), size_}; }

private:
  size_t size_;
  std::unique_ptr<char[]> data_;
};

inline std::string to_string(StringView s) {
  return std::string(s.data, s.size);
}

inline bool inside(StringView part, StringView whole) {
  return part.data >= whole.data &&
         part.data + part.size <= whole.data + whole.size;
}

} // namespace ckpt::test
