// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A restarted program has a new process ID.  libc reads the IDs and then sends:
// a checkpoint between the two would make the signal go to nobody, so none is
// served in here; one that another thread serves shows, and it is sent again.
// gsignal is in the same member of libc.a: both are defined, or a program that
// uses both could not be linked.
#include "runtime/shims/thread_id.h"

using namespace ckpt;

extern "C" int raise(int sig) noexcept {
  u64 all = ~shim::kLibcSignals, before = 0;
  arch::syscall6(SYS_rt_sigprocmask, SIG_BLOCK, reinterpret_cast<u64>(&all),
                 reinterpret_cast<u64>(&before), shim::kSigsetSize, 0, 0);
  i64 sent = shim::in_one_life([&] {
    i64 pid = shim::call(SYS_getpid, 0);
    u64 tid = static_cast<u64>(shim::call(SYS_gettid, 0));
    return shim::call(SYS_tgkill, pid, tid, static_cast<u64>(sig));
  });
  // The handler runs here, before raise returns.
  arch::syscall6(SYS_rt_sigprocmask, SIG_SETMASK,
                 reinterpret_cast<u64>(&before), 0, shim::kSigsetSize, 0, 0);
  if (sent == 0)
    return 0;
  errno = static_cast<int>(-sent);
  return -1;
}

extern "C" int gsignal(int sig) noexcept { return raise(sig); }
