// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/abi/set_ids.h"

#include <asm/errno.h>
#include <asm/signal.h>

#include "runtime/arch/x86_64/entry.h"
#include "runtime/ckpt/gate.h"
#include "runtime/ckpt/state.h"
#include "runtime/ckpt/stop.h"

namespace ckpt {

namespace {

struct Call {
  u64 number, a, b, c;
  i64 result;
};

// Some threads have other rights than the rest: nobody may go on like that, and
// libc does not either.
[[noreturn]] void give_up() {
  sys::tgkill(sys::getpid(), sys::gettid(), SIGKILL).ignore();
  sys::exit_group(127);
}

void set_all(void *at) {
  Call &call = *static_cast<Call *>(at);
  Reason why;
  if (!stop_other_threads(why)) {
    call.result = -EAGAIN;
    return;
  }
  call.result = sys::call(call.number, call.a, call.b, call.c).value();
  if (call.result == 0 &&
      !in_other_threads({call.number, call.a, call.b, call.c}))
    give_up();
  release_other_threads();
}

// The runtime's own stack is the calling thread's; every signal is blocked, so
// that no restart comes before it is given back.
bool claim_stack() {
  u32 free = 0;
  return __atomic_compare_exchange_n(
      &__ckpt_gate.server, &free, static_cast<u32>(sys::getpid()), false,
      __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

} // namespace

} // namespace ckpt

using namespace ckpt;

i64 __ckpt_set_ids(u64 number, u64 a, u64 b, u64 c) {
  if (sys::getpid() != state.pid)
    return 1;
  Call call = {number, a, b, c, 0};
  for (;;) {
    u64 all = ~u64{0}, before = 0;
    sys::rt_sigprocmask(SIG_SETMASK, &all, &before).ignore();
    u32 change = load(__ckpt_gate.change);
    bool mine = claim_stack();
    if (mine) {
      __ckpt_on_claimed_stack(set_all, &call);
      __atomic_store_n(&__ckpt_gate.server, 0u, __ATOMIC_SEQ_CST);
      count_up(__ckpt_gate.change);
    }
    sys::rt_sigprocmask(SIG_SETMASK, &before, nullptr).ignore();
    if (mine)
      return call.result;
    constexpr u64 kSecond = 1000000000;
    futex_wait(__ckpt_gate.change, change, kSecond);
  }
}
