// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/arch/x86_64/restarted_calls.h"

#include <asm/fcntl.h>
#include <asm/unistd.h>
#include <linux/futex.h>

namespace ckpt::arch {

namespace {

constexpr u8 kNone = kNowhere;

// Of libc's headers, which are none of these.
constexpr u32 kMsgDontWait = 0x40, kSpliceNonblock = 2, kReadNoWait = 8;
constexpr u32 kWaitNoHang = 1, kLockNonblock = 4, kUnlock = 8;
constexpr u32 kReadWrite = O_RDWR | O_NONBLOCK; // of FIFOs: waits for nobody

constexpr RestartedCall kCalls[] = {
    {__NR_read, Wait::kDescriptor, 0},
    {__NR_readv, Wait::kDescriptor, 0},
    {__NR_preadv2, Wait::kDescriptor, 0, kNone, 5, kReadNoWait},
    {__NR_write, Wait::kDescriptor, 0},
    {__NR_writev, Wait::kDescriptor, 0},
    {__NR_pwritev2, Wait::kDescriptor, 0, kNone, 5, kReadNoWait},
    {__NR_recvfrom, Wait::kDescriptor, 0, kNone, 3, kMsgDontWait},
    {__NR_recvmsg, Wait::kDescriptor, 0, kNone, 2, kMsgDontWait},
    {__NR_recvmmsg, Wait::kDescriptor, 0, kNone, 3, kMsgDontWait},
    {__NR_sendto, Wait::kDescriptor, 0, kNone, 3, kMsgDontWait},
    {__NR_sendmsg, Wait::kDescriptor, 0, kNone, 2, kMsgDontWait},
    {__NR_sendmmsg, Wait::kDescriptor, 0, kNone, 3, kMsgDontWait},
    {__NR_accept, Wait::kDescriptor, 0},
    {__NR_accept4, Wait::kDescriptor, 0},
    {__NR_connect, Wait::kDescriptor, 0},
    {__NR_splice, Wait::kDescriptor, 0, 2, 5, kSpliceNonblock},
    {__NR_tee, Wait::kDescriptor, 0, 1, 3, kSpliceNonblock},
    {__NR_vmsplice, Wait::kDescriptor, 0, kNone, 3, kSpliceNonblock},
    {__NR_sendfile, Wait::kDescriptor, 0, 1},
    {__NR_mq_timedsend, Wait::kQueue, 0},
    {__NR_mq_timedreceive, Wait::kQueue, 0},
    {__NR_wait4, Wait::kMay, kNone, kNone, 2, kWaitNoHang},
    {__NR_waitid, Wait::kMay, kNone, kNone, 3, kWaitNoHang},
    {__NR_flock, Wait::kMay, kNone, kNone, 1, kLockNonblock | kUnlock},
    {__NR_open, Wait::kName, 0, kNone, 1, kReadWrite},
    {__NR_openat, Wait::kName, 1, 0, 2, kReadWrite},
    {__NR_creat, Wait::kName, 0},
};

constexpr u32 kSetLockWait = 7, kOpenFileLockWait = 38; // F_SETLKW, F_OFD_

// Those of terminals that wait for output: TCSETSW, TCSETSF, TCSETAW, TCSETAF,
// TCSBRK, TCSBRKP of asm/ioctls.h.
constexpr u32 kDrains[] = {0x5403, 0x5404, 0x5407, 0x5408, 0x5409, 0x5425};

bool is_futex_wait(u32 operation) {
  u32 command = operation & static_cast<u32>(FUTEX_CMD_MASK);
  return command == FUTEX_WAIT || command == FUTEX_WAIT_BITSET;
}

bool is_drain(u32 request) {
  for (u32 drain : kDrains)
    if (drain == request)
      return true;
  return false;
}

bool is_lock_wait(u32 command) {
  return command == kSetLockWait || command == kOpenFileLockWait;
}

} // namespace

RestartedCall restarted_call(u32 number, const u64 (&arguments)[6]) {
  u32 what = static_cast<u32>(arguments[1]); // of calls that do many things
  for (const RestartedCall &call : kCalls)
    if (call.number == number)
      return call.flags_in != kNowhere && arguments[call.flags_in] & call.no_wait
                 ? RestartedCall{call.number, Wait::kNever}
                 : call;
  if (number == __NR_fcntl && is_lock_wait(what))
    return {__NR_fcntl, Wait::kLock, 2};
  if ((number == __NR_futex && is_futex_wait(what)) ||
      number == __NR_futex_waitv)
    return {static_cast<u16>(number), Wait::kMay};
  if (number == __NR_ioctl && is_drain(what))
    return {__NR_ioctl, Wait::kMay};
  return {static_cast<u16>(number), Wait::kNever};
}

} // namespace ckpt::arch
