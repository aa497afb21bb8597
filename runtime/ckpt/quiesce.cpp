// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/quiesce.h"

#include <asm/errno.h>
#include <linux/prctl.h>
#include <linux/time.h>
#include <linux/wait.h>

#include "runtime/ckpt/attributes.h"

namespace ckpt {

namespace {

constexpr int kShadowStackStatus = 0x5005; // ARCH_SHSTK_STATUS, asm/prctl.h
constexpr i32 kMostTimers = 1 << 20;

bool no_children(Reason &why) {
  char info[128] = {};
  SysResult child =
      sys::call(__NR_waitid, P_ALL, 0, info,
                WEXITED | WSTOPPED | WCONTINUED | WNOHANG | WNOWAIT | __WALL,
                nullptr);
  if (child.error() == ECHILD)
    return true;
  why.set("the program has a child process; wait for it before a checkpoint");
  return false;
}

bool no_interval_timer(Reason &why) {
  for (int which = ITIMER_REAL; which <= ITIMER_PROF; ++which) {
    itimerval timer = {};
    bool armed = sys::call(__NR_getitimer, which, &timer).ok() &&
                 (timer.it_value.tv_sec || timer.it_value.tv_usec);
    if (!armed)
      continue;
    why.set(which == ITIMER_REAL      ? "an alarm() or ITIMER_REAL"
            : which == ITIMER_VIRTUAL ? "an ITIMER_VIRTUAL"
                                      : "an ITIMER_PROF",
            " timer is armed, which is not saved yet");
    return false;
  }
  return true;
}

bool refuse_timer(Reason &why) {
  why.set("a POSIX timer (timer_create) exists, which is not saved yet");
  return false;
}

// Timer numbers count up from 0: a timer made now has a higher number than
// every one that exists (kernel/time/posix-timers.c).
bool probe_posix_timers(Reason &why) {
  struct {
    u64 value;
    i32 sig;
    i32 notify;
    i32 pad[12];
  } event = {0, 0, 1 /* SIGEV_NONE */, {}};
  i32 newest = -1;
  SysResult made = sys::call(__NR_timer_create, 1, &event, &newest);
  if (made.error() == ENOSYS)
    return true;
  if (made.ok())
    sys::call(__NR_timer_delete, newest).ignore();
  bool none = made.ok() && newest < kMostTimers;
  for (i32 id = 0; none && id < newest; ++id) {
    __kernel_timespec left[2];
    none = !sys::call(__NR_timer_gettime, id, left).ok();
  }
  return none || refuse_timer(why);
}

// /proc/PID/timers is there on kernels with CONFIG_CHECKPOINT_RESTORE.
bool no_posix_timer(Reason &why) {
  SysResult list = sys::open("/proc/self/timers", O_RDONLY | O_CLOEXEC);
  if (!list.ok())
    return probe_posix_timers(why);
  char byte;
  SysResult n = sys::read(list.fd(), &byte, 1);
  sys::close(list.fd()).ignore();
  return n.value() == 0 || refuse_timer(why);
}

bool no_shadow_stack(Reason &why) {
  u64 features = 0;
  bool on = sys::arch_prctl(kShadowStackStatus,
                            reinterpret_cast<u64>(&features))
                .ok() &&
            features;
  if (on)
    why.set("a shadow stack is enabled; link with -z noshstk");
  return !on;
}

bool not_subreaper(Reason &why) {
  i32 on = 0;
  SysResult got = sys::prctl(PR_GET_CHILD_SUBREAPER, reinterpret_cast<u64>(&on));
  if (got.ok() && on)
    why.set("the program is a child subreaper, which is not saved yet");
  return !got.ok() || !on;
}

} // namespace

bool process_can_be_saved(Snapshot &snapshot, Reason &why) {
  return attributes_can_be_saved(state.origin, snapshot, why) &&
         no_children(why) && no_interval_timer(why) && no_posix_timer(why) &&
         no_shadow_stack(why) && not_subreaper(why);
}

} // namespace ckpt
