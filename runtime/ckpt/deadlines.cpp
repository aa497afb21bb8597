// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A list of a thread's waits would cost every wait, and a cancelled or left one
// would stay in it.  So the stack is searched: a wait's deadline lies a few
// hundred bytes above the stack pointer, or some KiB if the program's handler
// runs on top of it.  It carries its own address, and is consistent with the
// clocks before, so nothing else is taken for it.
#include "runtime/ckpt/deadlines.h"

#include "runtime/abi/deadline.h"
#include "runtime/abi/moved_clocks.h"
#include "runtime/ckpt/clock_state.h"
#include "runtime/ckpt/stack_words.h"
#include "runtime/proc/fdinfo_objects.h"
#include "runtime/proc/read_file.h"
#include "runtime/sys/memory.h"
#include "runtime/syscall/trap.h"

namespace ckpt {

namespace {

void move_one(u64 at, const ClockShifts &before) {
  Deadline deadline;
  if (!read_memory(at, &deadline, sizeof deadline))
    return;
  i64 shift =
      deadline.clock == kBoottimeClock ? before.boottime : before.monotonic;
  if (!is_deadline(deadline, at, shift))
    return;
  __kernel_timespec now = kernel_time(
      deadline.shown, clock_shift(static_cast<i32>(deadline.clock)));
  (void)write_memory(at + offsetof(Deadline, kernel), &now, sizeof now);
}

} // namespace

void move_deadlines(u64 stack_pointer, const ClockShifts &before) {
  (void)find_on_stack(stack_pointer, [&](u64 at, u64 word) {
    if (word == (kDeadlineMark ^ at))
      move_one(at, before);
    return false;
  });
}

} // namespace ckpt

extern "C" ckpt::i64 __ckpt_clock_shift(ckpt::i32 clock) {
  return ckpt::is_moved_clock(clock) ? ckpt::clock_shift(clock) : 0;
}

extern "C" ckpt::i32 __ckpt_timerfd_clock(ckpt::i32 fd) {
  using namespace ckpt;
  fd = syscall::real_if_on(fd);
  Text<64> path;
  path.add("/proc/thread-self/fdinfo/", fd);
  proc::ObjectInfo info;
  proc::WatchLine watch;
  Reason why;
  bool known =
      fd >= 0 && proc::each_line(path.c_str(), why, [&](StringView line) {
        bool is_watch = false;
        return proc::parse_object_line(line, info, watch, is_watch);
      });
  return known && info.has_timer ? static_cast<i32>(info.clock) : -1;
}
