// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/reserved.h"

#include "runtime/ckpt/report.h"

namespace ckpt {

namespace {

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
  return &state.user_actions[sig == state.vacate_signal ? 0 : 1];
}

} // namespace

void warn_reserved_use() {
  unsup("the program handles or blocks signal ", state.vacate_signal, " or ",
        state.periodic_signal,
        ", which ask for checkpoints: it keeps being told that this worked, "
        "and the signals stay reserved");
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
    if (set->handler > 1)
      warn_or_remember(state.reserved_use_told, state.reserved_use_waits);
  }
  if (old)
    *old = before;
}

void __ckpt_user_blocks() {
  warn_or_remember(state.reserved_use_told, state.reserved_use_waits);
}
