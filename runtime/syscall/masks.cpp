// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Signals: the one that the trap needs stays ours, and unblocked.
#include "runtime/abi/image.h"
#include "runtime/syscall/by_hand.h"
#include "runtime/syscall/trap.h"

namespace ckpt::syscall {

namespace {

i64 remember_action(CallFrame &f) {
  image::Action set = {}, before = state.user_actions[kTrapSignal - 1];
  if (f.own[3] != sys::kSigsetSize)
    return -EINVAL;
  if (f.own[1] && !copy_in(f.own[1], &set, sizeof set))
    return -EFAULT;
  if (f.own[2] && !copy_out(f.own[2], &before, sizeof before))
    return -EFAULT;
  // A child that only borrows this memory leaves it alone.
  if (f.own[1] && !has_own_table())
    state.user_actions[kTrapSignal - 1] = set;
  return 0;
}

} // namespace

Then begin_sigaction(CallFrame &f) {
  if (f.own[0] == kTrapSignal)
    return answer(f, remember_action(f));
  if (!f.own[1] || f.own[3] != sys::kSigsetSize)
    return kMake;
  image::Action *set = static_cast<image::Action *>(
      replace_argument(f, 1, sizeof(image::Action)));
  if (!set)
    return answer(f, -EFAULT);
  set->mask &= ~signal_bit(kTrapSignal);
  return kMake;
}

Then begin_sigprocmask(CallFrame &f) {
  constexpr u64 kUnblock = 1; // SIG_UNBLOCK
  if (!f.own[1] || f.own[0] == kUnblock || f.own[3] != sys::kSigsetSize)
    return kMake;
  u64 *set = static_cast<u64 *>(replace_argument(f, 1, sizeof(u64)));
  if (!set)
    return answer(f, -EFAULT);
  *set &= ~signal_bit(kTrapSignal);
  return kMake;
}

// The trap does it (trap.cpp); by __ckpt_syscall the stack is another one.
Then begin_sigreturn(CallFrame &f) { return answer(f, -ENOSYS); }

} // namespace ckpt::syscall
