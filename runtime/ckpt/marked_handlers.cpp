// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/marked_handlers.h"

#include "runtime/ckpt/state.h"
#include "runtime/sys/calls.h"

namespace ckpt {

constexpr u64 kIgnore = 1;         // SIG_IGN
constexpr u64 kLibcs = 3ull << 31; // cancellation and set*id (nptl(7))

} // namespace ckpt

using namespace ckpt;

constinit u64 __ckpt_marking_restorer;

extern "C" bool __ckpt_all_handlers_mark() {
  bool all = true;
  for_each_signal(~reserved_signals() & ~kLibcs, [&](int sig) {
    image::Action action = {};
    if (all && sys::rt_sigaction(sig, nullptr, &action).ok())
      all = action.handler <= kIgnore ||
            (__ckpt_marking_restorer &&
             action.restorer == __ckpt_marking_restorer);
  });
  return all;
}
