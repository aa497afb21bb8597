// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which calls a handler without SA_RESTART ends, by number and arguments.
#include "runtime/arch/x86_64/restarted_calls.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>

#include "test/unit/check.h"

using namespace ckpt;
using arch::Wait;

namespace {

Wait wait_of(u32 number, u64 a = 0, u64 b = 0, u64 c = 0, u64 d = 0, u64 e = 0,
          u64 f = 0) {
  const u64 arguments[6] = {a, b, c, d, e, f};
  return arch::restarted_call(number, arguments).wait;
}

} // namespace

TEST(calls_on_descriptors_may_wait) {
  CHECK(wait_of(SYS_read) == Wait::kDescriptor);
  CHECK(wait_of(SYS_writev) == Wait::kDescriptor);
  CHECK(wait_of(SYS_accept) == Wait::kDescriptor);
  CHECK(wait_of(SYS_recvfrom, 3, 0, 1, MSG_WAITALL) == Wait::kDescriptor);
  CHECK(wait_of(SYS_mq_timedreceive) == Wait::kQueue);
}

TEST(flags_forbid_it) {
  CHECK(wait_of(SYS_recvfrom, 3, 0, 1, MSG_DONTWAIT) == Wait::kNever);
  CHECK(wait_of(SYS_sendmsg, 3, 0, MSG_DONTWAIT) == Wait::kNever);
  CHECK(wait_of(SYS_splice, 3, 0, 4, 0, 1, SPLICE_F_NONBLOCK) == Wait::kNever);
  CHECK(wait_of(SYS_wait4, 1, 0, WNOHANG) == Wait::kNever);
  CHECK(wait_of(SYS_wait4, 1, 0, WUNTRACED) == Wait::kMay);
  CHECK(wait_of(SYS_flock, 3, LOCK_EX | LOCK_NB) == Wait::kNever);
  CHECK(wait_of(SYS_flock, 3, LOCK_UN) == Wait::kNever);
  CHECK(wait_of(SYS_flock, 3, LOCK_SH) == Wait::kMay);
}

TEST(only_the_opening_of_a_name_for_one_direction_may_wait) {
  CHECK(wait_of(SYS_open, 0, O_WRONLY) == Wait::kName);
  CHECK(wait_of(SYS_openat, 0, 0, O_RDONLY | O_CLOEXEC) == Wait::kName);
  CHECK(wait_of(SYS_open, 0, O_RDWR) == Wait::kNever);
  CHECK(wait_of(SYS_openat, 0, 0, O_NONBLOCK) == Wait::kNever);
}

TEST(calls_that_do_many_things_wait_in_some) {
  CHECK(wait_of(SYS_fcntl, 3, F_SETLKW) == Wait::kLock);
  CHECK(wait_of(SYS_fcntl, 3, F_OFD_SETLKW) == Wait::kLock);
  CHECK(wait_of(SYS_fcntl, 3, F_SETLK) == Wait::kNever);
  CHECK(wait_of(SYS_fcntl, 3, F_GETFL) == Wait::kNever);
  CHECK(wait_of(SYS_futex, 0, FUTEX_WAIT_PRIVATE) == Wait::kMay);
  CHECK(wait_of(SYS_futex, 0, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME) ==
        Wait::kMay);
  CHECK(wait_of(SYS_futex, 0, FUTEX_WAKE_PRIVATE) == Wait::kNever);
  CHECK(wait_of(SYS_futex, 0, FUTEX_LOCK_PI) == Wait::kNever);
  CHECK(wait_of(SYS_ioctl, 1, TCSBRK) == Wait::kMay);
  CHECK(wait_of(SYS_ioctl, 1, TCSETSW) == Wait::kMay);
  CHECK(wait_of(SYS_ioctl, 1, TCSETS) == Wait::kNever);
}

TEST(others_are_left_to_the_kernel) {
  // Made again whatever the handler's flags say.
  CHECK(wait_of(SYS_clone) == Wait::kNever && wait_of(SYS_fork) == Wait::kNever);
  CHECK(wait_of(SYS_getpid) == Wait::kNever);
  // They report EINTR whatever they say.
  CHECK(wait_of(SYS_poll) == Wait::kNever && wait_of(SYS_pause) == Wait::kNever);
  CHECK(wait_of(100000) == Wait::kNever);
}
