// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Signals: the one that the trap needs stays ours, and unblocked.  What the program
// believes is in trap_mask.h.
#include <asm/signal.h>

#include "runtime/abi/image.h"
#include "runtime/syscall/by_hand.h"
#include "runtime/syscall/trap_mask.h"

namespace ckpt::syscall {

namespace {

constexpr u64 kTrapBit = signal_bit(kTrapSignal);
constexpr u64 kIgnore = 1; // SIG_IGN

void add_trap_signal(u64 set) {
  u64 mask;
  if (!copy_in(set, &mask, sizeof mask))
    return;
  mask |= kTrapBit;
  (void)copy_out(set, &mask, sizeof mask);
}

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
  f.spare[2] = set->mask;
  set->mask &= ~kTrapBit;
  return kMake;
}

void end_sigaction(CallFrame &f) {
  image::Action before;
  if (f.result < 0)
    return;
  if (f.own[2] && action_blocks_trap_signal(f.fd(0)) &&
      copy_in(f.own[2], &before, sizeof before)) {
    before.mask |= kTrapBit;
    (void)copy_out(f.own[2], &before, sizeof before);
  }
  if (f.own[1] && !has_own_table())
    note_action_mask(f.fd(0), f.spare[2]);
}

// What becomes of the trap's signal is done when the call has been made.
constexpr u64 kStays = 0, kUnblocked = 1, kBlocked = 2;

Then begin_sigprocmask(CallFrame &f) {
  f.spare[2] = kStays;
  if (!f.own[1] || f.own[3] != sys::kSigsetSize)
    return kMake;
  u64 *set = static_cast<u64 *>(replace_argument(f, 1, sizeof(u64)));
  if (!set)
    return answer(f, -EFAULT);
  bool has = *set & kTrapBit;
  if (has)
    f.spare[2] = f.fd(0) == SIG_UNBLOCK ? kUnblocked : kBlocked;
  else if (f.fd(0) == SIG_SETMASK)
    f.spare[2] = kUnblocked;
  *set &= ~kTrapBit;
  return kMake;
}

void end_sigprocmask(CallFrame &f) {
  if (f.result < 0)
    return;
  if (f.own[2] && blocks_trap_signal())
    add_trap_signal(f.own[2]);
  if (f.spare[2] != kStays)
    block_trap_signal(f.spare[2] == kBlocked);
}

Then begin_sigpending(CallFrame &) { return kMake; }
void end_sigpending(CallFrame &f) {
  if (f.result >= 0 && f.own[1] == sys::kSigsetSize && trap_signal_is_waiting())
    add_trap_signal(f.own[0]);
}

Then begin_sigtimedwait(CallFrame &f) {
  u64 wanted = 0;
  u8 info[kSignalInfo];
  if (f.own[3] != sys::kSigsetSize ||
      !copy_in(f.own[0], &wanted, sizeof wanted) || !(wanted & kTrapBit) ||
      !take_waiting_trap_signal(info))
    return kMake;
  if (f.own[1] && !copy_out(f.own[1], info, sizeof info))
    return answer(f, -EFAULT);
  return answer(f, kTrapSignal);
}

i64 begin_replaced_mask(CallFrame &f, u64 &mask) {
  bool blocks = mask & kTrapBit, before = blocks_trap_signal();
  mask &= ~kTrapBit;
  if (blocks == before)
    return 0;
  bool comes = !blocks && trap_signal_is_waiting() &&
               state.user_actions[kTrapSignal - 1].handler > kIgnore;
  block_trap_signal(blocks);
  if (comes) { // and has been handled
    block_trap_signal(before);
    return -EINTR;
  }
  f.replaced_mask = 1 + u64{before};
  return 0;
}

void end_replaced_mask(CallFrame &f) {
  bool before = f.replaced_mask - 1;
  f.replaced_mask = 0;
  block_trap_signal(before);
}

i64 translate_mask(CallFrame &f, int argument) {
  if (!f.own[argument] || f.own[argument + 1] != sys::kSigsetSize)
    return 0;
  u64 *mask = static_cast<u64 *>(replace_argument(f, argument, sizeof *mask));
  return mask ? begin_replaced_mask(f, *mask) : -EFAULT;
}

// A thread's last call: who has its FS base next begins anew.
Then begin_exit(CallFrame &) {
  end_trap_mask();
  return kMake;
}

// The trap does it (trap.cpp); by __ckpt_syscall the stack is another one.
Then begin_sigreturn(CallFrame &f) { return answer(f, -ENOSYS); }

} // namespace ckpt::syscall
