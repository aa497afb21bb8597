// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A fuzz target with a mistake that few inputs show: it dies of "<<" and of a
// '<' at the end.  test/harness/fuzz_harness.test expects it to be found.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  for (size_t i = 0; i < size; ++i)
    if (data[i] == '<' && (i + 1 >= size || data[i + 1] == '<'))
      std::abort();
  return 0;
}
