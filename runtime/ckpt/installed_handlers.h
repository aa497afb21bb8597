// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which signals have a handler at this moment.
// Phase: any.
#pragma once
#include "runtime/abi/signal_set.h"
#include "runtime/sys/calls.h"

namespace ckpt {

// Calls each(int sig, const image::Action &) for those in `set`.
template <class Each> void for_each_handler(u64 set, Each each) {
  constexpr u64 kIgnore = 1; // SIG_IGN
  for_each_signal(set, [&](int sig) {
    image::Action action = {};
    if (sys::rt_sigaction(sig, nullptr, &action).ok() &&
        action.handler > kIgnore)
      each(sig, action);
  });
}

} // namespace ckpt
