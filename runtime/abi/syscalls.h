// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The system calls as rows, made from syscalls.def.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

enum class CallClass : u8 { kLocal, kTranslated, kByHand, kRefused };
enum class CallRestart : u8 { kKernel, kAgain, kFinished };

// Texts are in the row: a table of pointers would need relocations.
struct SyscallRow {
  u16 number;
  CallClass kind;
  CallRestart restart;
  char result;
  char arguments[7];
  char name[24];
};

inline constexpr SyscallRow kSyscallRows[] = {
#define CKPT_SYSCALL(number, name, arguments, result, kind, restart)           \
  {number, CallClass::kind, CallRestart::restart, result, arguments, #name},
#include "runtime/abi/syscalls.def"
};
inline constexpr size_t kSyscallCount = sizeof kSyscallRows / sizeof *kSyscallRows;

// The numbers leave one gap: those from here on are common to all processors.
inline constexpr u64 kFirstCommon = 424;

constexpr size_t count_below_gap() {
  size_t count = 0;
  while (kSyscallRows[count].number < kFirstCommon)
    ++count;
  return count;
}

// Null: a number that this table does not know.
constexpr const SyscallRow *find_syscall(u64 number) {
  constexpr size_t kLow = count_below_gap();
  size_t at = number < kLow ? number : number - kFirstCommon + kLow;
  bool known = number < kLow || (number >= kFirstCommon && at < kSyscallCount);
  return known ? &kSyscallRows[at] : nullptr;
}

constexpr bool rows_are_in_order() {
  for (const SyscallRow &row : kSyscallRows)
    if (find_syscall(row.number) != &row)
      return false;
  return true;
}
static_assert(rows_are_in_order());

} // namespace ckpt
