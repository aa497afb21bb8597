// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How an interrupted call goes on, by its number and arguments.
#include "runtime/arch/x86_64/waiting_calls.h"

#include <sys/syscall.h>

#include "test/unit/check.h"

using namespace ckpt;
using arch::Unit;
using arch::Way;

namespace {

constexpr u64 kNothing[6] = {};

Way way(u32 number) { return arch::waiting_call(number, kNothing).way; }

arch::WaitingCall sleep_on(u64 clock, u64 flags) {
  const u64 arguments[6] = {clock, flags};
  return arch::waiting_call(SYS_clock_nanosleep, arguments);
}

} // namespace

TEST(calls_with_a_mask_are_finished) {
  CHECK(way(SYS_pause) == Way::kSuspend);
  CHECK(way(SYS_rt_sigsuspend) == Way::kSuspend);
  CHECK(way(SYS_poll) == Way::kPoll);
  CHECK(way(SYS_select) == Way::kSelect);
  CHECK(way(SYS_epoll_wait) == Way::kEpoll);
  arch::WaitingCall call = arch::waiting_call(SYS_ppoll, kNothing);
  CHECK(call.way == Way::kPoll && call.limit == Unit::kTimespec);
  CHECK(call.limit_in == 2 && call.told_in == 2 && call.mask_in == 3);
}

TEST(sleeps_for_a_time_are_finished_by_poll) {
  CHECK(way(SYS_nanosleep) == Way::kSleep);
  for (u64 clock : {0, 1, 7, 11})
    CHECK(sleep_on(clock, 0).way == Way::kSleep);
  CHECK(sleep_on(1, 0).limit_in == 2 && sleep_on(1, 0).told_in == 3);
}

TEST(other_sleeps_are_made_again) {
  CHECK(sleep_on(1, 1).way == Way::kAgain); // TIMER_ABSTIME
  CHECK(sleep_on(0, 1).way == Way::kAgain);
  CHECK(sleep_on(2, 0).way == Way::kAgain); // CLOCK_PROCESS_CPUTIME_ID
  CHECK(sleep_on(~0ull - 5, 0).way == Way::kAgain);
  CHECK(sleep_on(1, 1).limit_in == arch::kNoArgument);
}

TEST(what_takes_effect_before_it_waits_is_left_alone) {
  CHECK(way(SYS_close) == Way::kReport);
  CHECK(way(SYS_write) == Way::kAgain); // EINTR: nothing was written
  CHECK(way(SYS_semop) == Way::kAgain);
  CHECK(way(SYS_wait4) == Way::kReport); // the kernel makes it again
  CHECK(way(SYS_flock) == Way::kReport);
  CHECK(way(SYS_getpid) == Way::kReport && way(100000) == Way::kReport);
}
