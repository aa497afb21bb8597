// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/pids.h"

#include <asm/errno.h>
#include <linux/wait.h>

#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

FormerPids former; // part of every image
i32 present;       // whose numbers they were

bool is_child(i32 pid) {
  return sys::call(__NR_waitid, P_PID, pid, nullptr,
                   WEXITED | WNOHANG | WNOWAIT | __WALL, nullptr)
             .error() != ECHILD;
}

bool is_present_here(i32 self) {
  return self == present ||
         static_cast<i32>(sys::call(__NR_getppid).value()) == present;
}

} // namespace

void pids_begin(i32 before) {
  note_pid(former, before);
  present = sys::getpid();
}

} // namespace ckpt

ckpt::i32 __ckpt_real_pid(ckpt::i32 pid) {
  using namespace ckpt;
  if (!was_pid(former, pid))
    return pid;
  i32 self = sys::getpid();
  bool meant = pid != self && is_present_here(self) && !is_child(pid);
  return meant ? present : pid;
}
