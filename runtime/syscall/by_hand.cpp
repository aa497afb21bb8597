// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/syscall/by_hand.h"

namespace ckpt::syscall {

namespace {

constexpr size_t count_rules() {
  size_t count = 0;
#define CKPT_BEGIN_RULE(name, rule) ++count;
#define CKPT_RULE(name, rule) ++count;
#include "runtime/syscall/by_hand.def"
  return count;
}

constexpr size_t count_rows() {
  size_t count = 0;
  for (const SyscallRow &row : kSyscallRows)
    count += row.kind == CallClass::kByHand;
  return count;
}
static_assert(count_rules() == count_rows(),
              "each call of class kByHand has a rule");

} // namespace

Then begin_by_hand(CallFrame &f) {
  switch (f.own_number) {
#define CKPT_BEGIN_RULE(name, rule)                                            \
  case __NR_##name:                                                            \
    static_assert(find_syscall(__NR_##name)->kind == CallClass::kByHand);      \
    return begin_##rule(f);
#define CKPT_RULE CKPT_BEGIN_RULE
#include "runtime/syscall/by_hand.def"
  }
  return kMake;
}

void end_by_hand(CallFrame &f) {
  switch (f.own_number) {
#define CKPT_BEGIN_RULE(name, rule)
#define CKPT_RULE(name, rule)                                                  \
  case __NR_##name:                                                            \
    end_##rule(f);                                                             \
    break;
#include "runtime/syscall/by_hand.def"
  }
}

} // namespace ckpt::syscall
