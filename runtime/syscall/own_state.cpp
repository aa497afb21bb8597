// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls by which a process changes what it shares, how it is intercepted, and who
// traces it.
#include <linux/ptrace.h>
#include <linux/sched.h>

#include "runtime/syscall/by_hand.h"
#include "runtime/syscall/leave.h"
#include "runtime/syscall/processes.h"

namespace ckpt::syscall {

Then refuse_to_unshare(CallFrame &f) {
  return refuse(f, "there is one table of virtual descriptors for all threads");
}

Then begin_unshare(CallFrame &f) {
  if ((f.own[0] & CLONE_FILES) && !has_table_alone())
    return refuse_to_unshare(f);
  return kMake;
}

Then begin_prctl(CallFrame &f) {
  constexpr u64 kDispatch = 59; // PR_SET_SYSCALL_USER_DISPATCH
  if (static_cast<u32>(f.own[0]) == kDispatch)
    return refuse(f, "system calls are intercepted already");
  return kMake;
}

Then begin_ptrace(CallFrame &) { return kMake; }

// Who traces it would see a SIGSYS for each call.
void end_ptrace(CallFrame &f) {
  if (f.own[0] == PTRACE_TRACEME && f.result == 0)
    leave_virtual();
}

} // namespace ckpt::syscall
