// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sorts in place, without stack or memory of its own, in n log n steps whatever
// the order is.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

template <class T, class Before>
void sift_down(Span<T> items, size_t at, size_t end, Before before) {
  for (size_t child = 2 * at + 1; child < end; child = 2 * at + 1) {
    if (child + 1 < end && before(items[child], items[child + 1]))
      ++child;
    if (!before(items[at], items[child]))
      return;
    T kept = items[at];
    items[at] = items[child];
    items[child] = kept;
    at = child;
  }
}

// before(a, b): a belongs in front of b.
template <class T, class Before> void heap_sort(Span<T> items, Before before) {
  for (size_t i = items.size / 2; i--;)
    sift_down(items, i, items.size, before);
  for (size_t end = items.size; end-- > 1;) {
    T kept = items[0];
    items[0] = items[end];
    items[end] = kept;
    sift_down(items, 0, end, before);
  }
}

} // namespace ckpt
