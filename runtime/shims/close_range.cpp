// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/close_numbers.h"

using namespace ckpt;

extern "C" int close_range(unsigned first, unsigned last, int flags) {
  return shim::close_numbers(first, last, flags);
}
