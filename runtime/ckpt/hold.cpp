// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/hold.h"

#include "runtime/abi/api.h"
#include "runtime/ckpt/state.h"
#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

constexpr int kOrder = __ATOMIC_SEQ_CST;

u32 depth() { return __atomic_load_n(&state.hold.depth, kOrder); }
u32 take_deferred() {
  return __atomic_exchange_n(&state.hold.deferred, 0u, kOrder);
}

} // namespace

bool admit_request(bool &vacate) {
  if (depth()) {
    __atomic_fetch_or(&state.hold.deferred,
                      vacate ? kDeferredVacate : kDeferredPeriodic, kOrder);
    // Another thread's last enable may have looked before that.
    if (depth())
      return false;
  }
  if (take_deferred() & kDeferredVacate)
    vacate = true;
  return true;
}

} // namespace ckpt

using namespace ckpt;

int __ckpt_hold(int change) {
  u32 *depth = &state.hold.depth;
  u32 now = __atomic_load_n(depth, kOrder), next;
  do {
    // An enable without its disable has no effect.
    if (change < 0 && now == 0)
      return 0;
    next = now + static_cast<u32>(change);
  } while (change &&
           !__atomic_compare_exchange_n(depth, &now, next, false, kOrder,
                                        kOrder));
  if (change < 0 && next == 0) {
    u32 waiting = take_deferred();
    // What waited when the process forked was asked of its parent.
    if (waiting && sys::getpid() == state.pid)
      __ckpt_request(waiting & kDeferredVacate ? api::kPutOff
                                               : api::kCheckpoint);
  }
  return static_cast<int>(next);
}

int __ckpt_is_deferred() {
  return __atomic_load_n(&state.hold.deferred, kOrder) != 0;
}
