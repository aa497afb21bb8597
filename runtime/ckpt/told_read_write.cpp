// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/told_read_write.h"

#include "runtime/abi/heap_sort.h"
#include "runtime/syscall/table.h"
#include "runtime/syscall/trap.h"

namespace ckpt {

Span<i32> told_read_write(Arena &arena) {
  u32 top = syscall::is_on() ? syscall::table().top : 0;
  Span<i32> told = arena.array<i32>(top + 1);
  size_t count = 0;
  for (u32 i = 0; told.data && i < top; ++i) {
    syscall::Word word = syscall::word_of_number(static_cast<i32>(i));
    if (word & syscall::kToldReadWrite)
      told[count++] = syscall::real_in(word);
  }
  told.size = count;
  heap_sort(told, [](i32 a, i32 b) { return a < b; });
  return told;
}

} // namespace ckpt
