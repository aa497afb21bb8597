// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/thread_controls.h"

#include <linux/prctl.h>

#include "runtime/ckpt/capabilities.h"
#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

using image::Attributes;
using image::Own;

constexpr u32 kByPrctl = 1; // PR_SPEC_PRCTL: it can be set
constexpr u32 kKeepBit = 1 << 4; // SECBIT_KEEP_CAPS is PR_SET_KEEPCAPS's own

u32 asked(SysResult result) {
  return result.ok() ? static_cast<u32>(result.value()) : 0;
}

u32 speculation(u64 which) {
  return asked(sys::prctl(PR_GET_SPECULATION_CTRL, which));
}

} // namespace

ThreadControls ThreadControls::of(const Attributes &a) {
  return {a.timer_slack,       a.personality,  a.no_new_privileges,
          a.keep_capabilities, a.store_bypass, a.indirect_branch,
          a.cache_flush,       a.secure_bits,  a.io_flusher,
          a.machine_check,     a.capabilities};
}

void ThreadControls::put(Attributes &a) const {
  a.timer_slack = timer_slack;
  a.personality = personality;
  a.no_new_privileges = no_new_privileges;
  a.keep_capabilities = keep_capabilities;
  a.store_bypass = store_bypass;
  a.indirect_branch = indirect_branch;
  a.cache_flush = cache_flush;
  a.secure_bits = secure_bits;
  a.io_flusher = io_flusher;
  a.machine_check = machine_check;
  a.capabilities = capabilities;
}

void read_controls(ThreadControls &now) {
  now.timer_slack = asked(sys::prctl(PR_GET_TIMERSLACK));
  now.personality = asked(sys::call(__NR_personality, 0xffffffff));
  now.no_new_privileges = asked(sys::prctl(PR_GET_NO_NEW_PRIVS));
  now.keep_capabilities = asked(sys::prctl(PR_GET_KEEPCAPS));
  now.store_bypass = speculation(PR_SPEC_STORE_BYPASS);
  now.indirect_branch = speculation(PR_SPEC_INDIRECT_BRANCH);
  now.cache_flush = speculation(PR_SPEC_L1D_FLUSH);
  now.secure_bits = asked(sys::prctl(PR_GET_SECUREBITS)) & ~kKeepBit;
  now.io_flusher = asked(sys::prctl(PR_GET_IO_FLUSHER));
  now.machine_check = asked(sys::prctl(PR_MCE_KILL_GET));
  read_capabilities(now.capabilities);
}

// What is so already is left: a thread has it from the one that made it, and
// may have no right to set it.
u32 set_controls(const ThreadControls &saved, u32 own) {
  ThreadControls now = {};
  u32 refused = 0;
  if (own)
    read_controls(now);
  auto set = [&](Own what, u64 is, u64 wanted, auto work) {
    if (own & own_bit(what) && is != wanted && !work(wanted).ok())
      refused |= own_bit(what);
  };
  auto control = [&](Own what, u64 is, u64 wanted, int option) {
    set(what, is, wanted, [&](u64 v) { return sys::prctl(option, v); });
  };
  auto speculate = [&](Own what, u32 is, u32 wanted, u64 which) {
    set(what, is, wanted, [&](u64 v) {
      return sys::prctl(PR_SET_SPECULATION_CTRL, which, v & ~u64{kByPrctl});
    });
  };
  set(Own::kPersonality, now.personality, saved.personality,
      [](u64 v) { return sys::call(__NR_personality, v); });
  control(Own::kTimerSlack, now.timer_slack, saved.timer_slack,
          PR_SET_TIMERSLACK);
  control(Own::kKeepCapabilities, now.keep_capabilities,
          saved.keep_capabilities, PR_SET_KEEPCAPS);
  control(Own::kIoFlusher, now.io_flusher, saved.io_flusher,
          PR_SET_IO_FLUSHER);
  set(Own::kMachineCheck, now.machine_check, saved.machine_check, [](u64 v) {
    return sys::prctl(PR_MCE_KILL, PR_MCE_KILL_SET, v);
  });
  if (own & own_bit(Own::kCapabilities))
    widen_capabilities(saved.capabilities);
  u32 keep = asked(sys::prctl(PR_GET_KEEPCAPS)) ? kKeepBit : 0;
  set(Own::kSecureBits, now.secure_bits, saved.secure_bits, [&](u64 v) {
    return sys::prctl(PR_SET_SECUREBITS, v | keep);
  });
  speculate(Own::kStoreBypass, now.store_bypass, saved.store_bypass,
            PR_SPEC_STORE_BYPASS);
  speculate(Own::kIndirectBranch, now.indirect_branch, saved.indirect_branch,
            PR_SPEC_INDIRECT_BRANCH);
  speculate(Own::kCacheFlush, now.cache_flush, saved.cache_flush,
            PR_SPEC_L1D_FLUSH);
  // It takes rights away: last.
  control(Own::kNoNewPrivileges, now.no_new_privileges,
          saved.no_new_privileges, PR_SET_NO_NEW_PRIVS);
  return refused;
}

} // namespace ckpt
