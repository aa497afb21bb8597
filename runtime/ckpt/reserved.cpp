// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/reserved.h"

#include "runtime/arch/x86_64/entry.h"
#include "runtime/ckpt/report.h"

namespace ckpt {

namespace {

constexpr u64 kIgnore = 1; // SIG_IGN; SIG_DFL is 0
constexpr u64 kHasRestorer = 0x04000000; // SA_RESTORER, asm/signal.h

// A program started without any flag is silent until a checkpoint is asked
// for: the warning waits until then.
void warn_or_remember(bool &told, bool &waits) {
  if (told)
    return;
  if (!state.config.flag_in_argv) {
    waits = true;
    return;
  }
  told = true;
  warn_reserved_use();
}

image::Action *user_action(int sig) {
  return &state.user_actions[sig - 1];
}

} // namespace

Text<256> signal_numbers(u64 mask, StringView between) {
  Text<256> numbers;
  for_each_signal(mask, [&](int sig) {
    numbers.add(numbers.empty() ? StringView() : between, sig);
  });
  return numbers;
}

// On the program's stack: a Reason has no room there (report.h).
void warn_reserved_use() {
  Text<512> text("the program handles or blocks signal ",
                 signal_numbers(reserved_signals(), " or "),
                 ", which ask for checkpoints: it keeps being told that this "
                 "worked, and the signals stay reserved");
  warn(WarningKind::kUnsup, text.view());
}

image::Action wished_action(int sig) {
  image::Action action = state.user_actions[sig - 1];
  // The kernel takes no handler without a way back; libc adds its own only to
  // what it passes on.
  action.flags |= kHasRestorer;
  action.restorer = reinterpret_cast<u64>(&__ckpt_restore_rt);
  return action;
}

image::Action action_after_restart(int sig, const image::Action &saved,
                                   u64 reserved_before) {
  u64 bit = signal_bit(sig), now = reserved_signals();
  image::Action &kept = state.user_actions[sig - 1];
  image::Action action = saved;
  if (reserved_before & bit && !(now & bit)) {
    action = wished_action(sig);
  } else if (now & bit && !(reserved_before & bit)) {
    kept = saved;
    state.reserved_use_waits |= saved.handler > kIgnore;
  }
  action.mask &= ~now;
  return action;
}

void warn_reserved_use_late() {
  if (!state.reserved_use_waits || state.reserved_use_told)
    return;
  state.reserved_use_told = true;
  warn_reserved_use();
}

} // namespace ckpt

using namespace ckpt;

u64 __ckpt_reserved_mask() { return state.armed ? reserved_signals() : 0; }

void __ckpt_user_action(int sig, const image::Action *set,
                        image::Action *old) {
  image::Action *kept = user_action(sig);
  image::Action before = *kept;
  if (set) {
    *kept = *set;
    // SIG_DFL and SIG_IGN ask for nothing that the program could miss.
    if (set->handler > kIgnore)
      warn_or_remember(state.reserved_use_told, state.reserved_use_waits);
  }
  if (old)
    *old = before;
}

void __ckpt_user_blocks() {
  warn_or_remember(state.reserved_use_told, state.reserved_use_waits);
}
