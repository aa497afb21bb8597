// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The library took enumerators, its manual said words: a program may have been
// written to either.  An int leaves the upper half of its register undefined,
// and no word lies in the first bytes of 4 GiB, nor where a negative int points.
#include "runtime/abi/api.h"

namespace {

constexpr char kKinds[][16] = {"ALL", "NOTICE", "READWRITE", "UNSUP",
                               "BADURL"};
constexpr char kModes[][16] = {"ON", "ONCE", "OFF"};
constexpr unsigned kLargestNumber = 16;

template <unsigned n>
const char *word_of(long argument, const char (&words)[n][16]) {
  unsigned number = static_cast<unsigned>(argument);
  if (number < n)
    return words[number];
  bool negative = argument < 0 || argument >> 31 == 1;
  return number <= kLargestNumber || negative
             ? nullptr
             : reinterpret_cast<const char *>(argument);
}

} // namespace

extern "C" int _condor_warning_config(long kind, long mode) {
  const char *kind_word = word_of(kind, kKinds);
  const char *mode_word = word_of(mode, kModes);
  return kind_word && mode_word && __ckpt_set_warning(kind_word, mode_word);
}
