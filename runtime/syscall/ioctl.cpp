// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ioctl(2): the requests that carry descriptors.  Those of device drivers
// (graphics, virtual machines) are not known: docs/limits.md.
#include "runtime/syscall/by_hand.h"

namespace ckpt::syscall {

namespace {

enum class Carries : u8 { kNothing, kArgument, kSource, kResult, kMany };

Carries carries(u32 request) {
  switch (request) {
  case 0x40049409: // FICLONE
  case 0x4c00:     // LOOP_SET_FD
  case 0x4c06:     // LOOP_CHANGE_FD
  case 0x2405:     // PERF_EVENT_IOC_SET_OUTPUT
    return Carries::kArgument;
  case 0x4020940d: // FICLONERANGE
    return Carries::kSource;
  case 0xc0189436: // FIDEDUPERANGE
    return Carries::kMany;
  case 0x5441: // TIOCGPTPEER
  case 0xb701: // NS_GET_USERNS
  case 0xb702: // NS_GET_PARENT
  case 0x894c: // SIOCGSKNS
  case 0xaa00: // USERFAULTFD_IOC_NEW
    return Carries::kResult;
  }
  bool of_pidfd = request >= 0xff01 && request <= 0xff0a; // PIDFD_GET_*
  return of_pidfd ? Carries::kResult : Carries::kNothing;
}

constexpr size_t kRange = 32; // struct file_clone_range

} // namespace

Then begin_ioctl(CallFrame &f) {
  switch (carries(static_cast<u32>(f.own[1]))) {
  case Carries::kArgument:
    if (f.fd(2) >= 0)
      f.call[2] = static_cast<u32>(real_or_none(f.fd(2)));
    break;
  case Carries::kSource:
    if (i64 *source = static_cast<i64 *>(replace_argument(f, 2, kRange)))
      *source = real_or_none(static_cast<i32>(*source));
    break;
  case Carries::kResult:
    return has_room() ? kMake : answer(f, -EMFILE);
  case Carries::kMany:
    return answer(f, -EOPNOTSUPP);
  case Carries::kNothing:
    break;
  }
  return kMake;
}

void end_ioctl(CallFrame &f) {
  if (carries(static_cast<u32>(f.own[1])) == Carries::kResult)
    give_number(f);
}

} // namespace ckpt::syscall
