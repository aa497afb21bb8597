// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/due_handlers.h"

#include "runtime/arch/x86_64/frame.h"
#include "runtime/ckpt/handler.h"
#include "runtime/ckpt/installed_handlers.h"
#include "runtime/ckpt/marked_handlers.h"

namespace ckpt {

namespace {

// Whether `wanted(action)` of one of them.  Not of ours: in a forked child a
// reserved signal may have the program's handler.
template <class Wanted>
bool is_due(const struct ucontext &context, Wanted wanted) {
  u64 blocked = *reinterpret_cast<const u64 *>(&context.uc_sigmask);
  u64 pending = 0, ours = handler_action().handler;
  sys::call(__NR_rt_sigpending, &pending, sys::kSigsetSize).ignore();
  bool due = false;
  for_each_handler(pending & ~blocked, [&](int, const image::Action &action) {
    due |= action.handler != ours && wanted(action);
  });
  return due;
}

} // namespace

bool handler_is_due(const struct ucontext &context) {
  return is_due(context, [](const image::Action &) { return true; });
}

bool ending_handler_is_due(const struct ucontext &context) {
  return is_due(context, [](const image::Action &action) {
    return !(action.flags & SA_RESTART) && !marks(action);
  });
}

} // namespace ckpt
