// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/arch/x86_64/waiting_calls.h"

#include <asm/unistd.h>

namespace ckpt::arch {

namespace {

constexpr u8 kNone = kNoArgument;

// man 7 signal, "Interruption of system calls and library functions by signal
// handlers", the second list.  Those of sockets are there with SO_RCVTIMEO or
// SO_SNDTIMEO only.  A call that took effect does not report EINTR, and on
// Linux connect(2) made again waits for the connection that it began.  close
// is not here: it has closed.
constexpr WaitingCall kCalls[] = {
    {__NR_pause, Way::kSuspend},
    {__NR_rt_sigsuspend, Way::kSuspend, Unit::kNone, kNone, kNone, 0},
    {__NR_poll, Way::kPoll, Unit::kMilliseconds, 2},
    {__NR_ppoll, Way::kPoll, Unit::kTimespec, 2, 2, 3},
    {__NR_select, Way::kSelect, Unit::kTimeval, 4, 4},
    {__NR_pselect6, Way::kSelect, Unit::kTimespec, 4, 4, 5},
    {__NR_nanosleep, Way::kSleep, Unit::kTimespec, 0, 1},
    {__NR_clock_nanosleep, Way::kSleep, Unit::kTimespec, 2, 3},
    {__NR_epoll_wait, Way::kEpoll, Unit::kMilliseconds, 3},
    {__NR_epoll_pwait, Way::kEpoll, Unit::kMilliseconds, 3, kNone, 4},
    {__NR_epoll_pwait2, Way::kEpollTimespec, Unit::kTimespec, 3, kNone, 4},
    {__NR_rt_sigtimedwait, Way::kAgain, Unit::kTimespec, 2},
    {__NR_semtimedop, Way::kAgain, Unit::kTimespec, 3},
    {__NR_semop, Way::kAgain},
    {__NR_msgrcv, Way::kAgain},
    {__NR_msgsnd, Way::kAgain},
    {__NR_futex, Way::kAgain},
    {__NR_io_getevents, Way::kAgain},
    {__NR_io_pgetevents, Way::kAgain},
    {__NR_io_uring_enter, Way::kAgain},
    {__NR_read, Way::kAgain},
    {__NR_readv, Way::kAgain},
    {__NR_recvfrom, Way::kAgain},
    {__NR_recvmsg, Way::kAgain},
    {__NR_recvmmsg, Way::kAgain},
    {__NR_write, Way::kAgain},
    {__NR_writev, Way::kAgain},
    {__NR_sendto, Way::kAgain},
    {__NR_sendmsg, Way::kAgain},
    {__NR_sendmmsg, Way::kAgain},
    {__NR_accept, Way::kAgain},
    {__NR_accept4, Way::kAgain},
    {__NR_connect, Way::kAgain},
};

// Clocks whose second is as long as poll's, linux/time.h.
constexpr u64 kRealtime = 0, kMonotonic = 1, kBoottime = 7, kTai = 11;
constexpr u64 kAbsolute = 1; // TIMER_ABSTIME

bool sleeps_like_poll(const u64 (&arguments)[6]) {
  u64 clock = arguments[0];
  return !(arguments[1] & kAbsolute) &&
         (clock == kRealtime || clock == kMonotonic || clock == kBoottime ||
          clock == kTai);
}

} // namespace

WaitingCall waiting_call(u32 number, const u64 (&arguments)[6]) {
  // Until an absolute time it waits as long as ever, whatever is done to the
  // clock meanwhile; on a clock of the processor's nothing else can.
  if (number == __NR_clock_nanosleep && !sleeps_like_poll(arguments))
    return {__NR_clock_nanosleep, Way::kAgain};
  for (const WaitingCall &call : kCalls)
    if (call.number == number)
      return call;
  return {static_cast<u16>(number), Way::kReport};
}

} // namespace ckpt::arch
