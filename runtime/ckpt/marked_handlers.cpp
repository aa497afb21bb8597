// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/marked_handlers.h"

#include "runtime/arch/x86_64/dispatch.h"
#include "runtime/ckpt/installed_handlers.h"
#include "runtime/ckpt/state.h"

using namespace ckpt;

constinit u64 __ckpt_marking_restorer[2];

bool ckpt::marks(const image::Action &action) {
  for (u64 restorer : __ckpt_marking_restorer)
    if (restorer && action.restorer == restorer)
      return true;
  return false;
}

extern "C" bool __ckpt_all_handlers_mark() {
  constexpr u64 kLibcs = 3ull << 31; // cancellation and set*id (nptl(7))
  if (__ckpt_dispatching)
    return true;
  bool all = true;
  for_each_handler(~reserved_signals() & ~kLibcs,
                   [&](int, const image::Action &action) {
                     all = all && marks(action);
                   });
  return all;
}
