// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the fuzz targets of runtime/proc share.  A property that does not hold
// is printed and ends the program, which the fuzzer reports as a crash.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/abi/types.h"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PROPERTY(condition)                                                    \
  do {                                                                         \
    if (!(condition)) {                                                        \
      std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__,   \
                   #condition);                                                \
      std::abort();                                                            \
    }                                                                          \
  } while (false)

namespace ckpt::test {

using Line = Text<1 << 16>;

inline bool inside(StringView part, StringView whole) {
  return part.data >= whole.data &&
         part.data + part.size <= whole.data + whole.size;
}

// Calls use(line) for each line of the input, in a heap copy of exactly its
// size: a sanitizer sees one byte too much.
template <class F> void for_each_line(const uint8_t *data, size_t size, F use) {
  StringView rest(reinterpret_cast<const char *>(data), size);
  while (!rest.empty()) {
    StringView line = rest.take(rest.find('\n'));
    rest = rest.drop(line.size + 1);
    std::unique_ptr<char[]> copy(new char[line.size]);
    std::memcpy(copy.get(), line.data, line.size);
    use(StringView(copy.get(), line.size));
  }
}

} // namespace ckpt::test
