// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/syscall/leave.h"

#include "runtime/arch/x86_64/dispatch.h"
#include "runtime/ckpt/state.h"
#include "runtime/fd/list.h"
#include "runtime/syscall/above_limit.h"
#include "runtime/syscall/processes.h"
#include "runtime/syscall/table.h"
#include "runtime/syscall/trap.h"
#include "runtime/syscall/trap_mask.h"

namespace ckpt::syscall {

namespace {

constexpr char kOpenNumbers[] = "/proc/thread-self/fd";

bool closes_at_exec(i32 real) {
  SysResult flags = sys::fcntl(real, F_GETFD);
  return flags.ok() && (flags.value() & FD_CLOEXEC);
}

// Above all that is in use, as a number or as a real one.
bool find_free_range(u64 &from) {
  from = table().top;
  return fd::each_number(kOpenNumbers, [&](u64 number) {
    from = max(from, number + 1);
    return true;
  });
}

// The table is right at every step.
bool put_above(u64 from) {
  for (i32 number = 0; number < static_cast<i32>(table().top); ++number) {
    i32 real = real_of(number);
    if (real < 0)
      continue;
    int what = closes_at_exec(real) ? F_DUPFD_CLOEXEC : F_DUPFD;
    SysResult copy = sys::fcntl(real, what, from);
    if (!copy.ok())
      return false;
    change(number, copy.fd());
    sys::close(real).ignore();
  }
  return true;
}

// What is left below is nobody's.
void put_at_own_numbers(u64 from) {
  (void)fd::each_number(kOpenNumbers, [from](u64 number) {
    if (number < from)
      sys::close(static_cast<int>(number)).ignore();
    return true;
  });
  for (i32 number = 0; number < static_cast<i32>(table().top); ++number) {
    i32 real = real_of(number);
    if (real < 0)
      continue;
    int flags = closes_at_exec(real) ? O_CLOEXEC : 0;
    if (dup_above_limit(real, number, flags).ok())
      change(number, number);
    sys::close(real).ignore();
  }
}

bool may_leave() {
  return sys::getpid() != state.pid && !has_own_table() && has_table_alone() &&
         !trap_outlives_exec();
}

} // namespace

void leave_virtual() {
  constexpr int kSetMask = 2; // SIG_SETMASK
  u64 from = 0, all = ~0ull, before = 0;
  if (!may_leave())
    return;
  sys::rt_sigprocmask(kSetMask, &all, &before).ignore();
  if (find_free_range(from) && put_above(from)) {
    put_at_own_numbers(from);
    stop_trap();
    give_trap_action();
    if (blocks_trap_signal())
      before |= signal_bit(kTrapSignal);
    __ckpt_dispatching = 0;
  }
  sys::rt_sigprocmask(kSetMask, &before, nullptr).ignore();
}

} // namespace ckpt::syscall
