// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the shims share.  They run as part of the program, with its libc.
// Phase: normal, signal.
#pragma once
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "runtime/ckpt/reserved.h"
#include "runtime/syscall/direct.h"

namespace ckpt::shim {

// Without a trap where descriptors are virtual.
inline i64 system_call(u64 number, u64 a, u64 b, u64 c, u64 d, u64 e, u64 f) {
  return __ckpt_syscall(static_cast<i64>(number), static_cast<i64>(a),
                        static_cast<i64>(b), static_cast<i64>(c),
                        static_cast<i64>(d), static_cast<i64>(e),
                        static_cast<i64>(f));
}

// A kernel mask is the first word of libc's sigset_t (all 64 signals).
inline u64 to_mask(const sigset_t *set) {
  u64 mask;
  memcpy(&mask, set, sizeof mask);
  return mask;
}

inline void from_mask(u64 mask, sigset_t *set) {
  memset(set, 0, sizeof *set);
  memcpy(set, &mask, sizeof mask);
}

// libc keeps two signals for itself (nptl(7)): pthread_cancel and setxid.
inline constexpr u64 kLibcSignals = 3ull << 31;

inline bool is_reserved(int sig) {
  return sig >= 1 && sig <= 64 && (__ckpt_reserved_mask() >> (sig - 1) & 1);
}

// `mask` without the signals that must stay unblocked.
inline u64 allowed(u64 mask) {
  u64 reserved = __ckpt_reserved_mask();
  if (mask & reserved)
    __ckpt_user_blocks();
  return mask & ~reserved & ~kLibcSignals;
}

inline constexpr size_t kSigsetSize = 8;

// Calls that wait go through syscall(3), which is ours: a checkpoint that
// interrupts them finds the number there.

// The error, or 0; errno stays.
inline int change_mask(int how, const sigset_t *set, sigset_t *old) {
  u64 mask = 0, before = 0;
  if (set)
    mask = how == SIG_UNBLOCK ? to_mask(set) : allowed(to_mask(set));
  i64 done = system_call(
      SYS_rt_sigprocmask, static_cast<u64>(how),
      reinterpret_cast<u64>(set ? &mask : nullptr),
      reinterpret_cast<u64>(&before), kSigsetSize, 0, 0);
  if (done == 0 && old)
    from_mask(before, old);
  return static_cast<int>(-done);
}

// signal(3) and its kin for one of the reserved pair.
inline sighandler_t remember_handler(int sig, sighandler_t handler) {
  image::Action action = {}, old = {};
  action.handler = reinterpret_cast<u64>(handler);
  __ckpt_user_action(sig, &action, &old);
  return reinterpret_cast<sighandler_t>(old.handler);
}

// A waiting call's temporary mask, as the kernel takes it.
struct WaitMask {
  explicit WaitMask(const sigset_t *set) : given(set != nullptr) {
    if (given)
      mask = allowed(to_mask(set));
  }
  const u64 *pointer() const { return given ? &mask : nullptr; }
  bool given;
  u64 mask = 0;
};

} // namespace ckpt::shim
