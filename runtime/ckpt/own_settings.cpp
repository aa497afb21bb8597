// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/own_settings.h"

#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <linux/prctl.h>

#include "runtime/ckpt/thread_controls.h"
#include "runtime/proc/number.h"
#include "runtime/proc/read_file.h"
#include "runtime/sys/keeper.h"
#include "runtime/sys/memory.h"
#include "runtime/syscall/trap.h"

namespace ckpt {

namespace {

using image::Attributes;
using image::Own;

constexpr int kMemoryMerge = 67, kGetMemoryMerge = 68; // prctl.h, Linux 6.4
constexpr int kDenyWriteExecute = 65, kGetDenyWriteExecute = 66; // Linux 6.3
constexpr int kWhoProcess = 1; // IOPRIO_WHO_PROCESS, PRIO_PROCESS is 0
constexpr char kOutOfMemory[] = "/proc/self/oom_score_adj";
constexpr char kCoreDumpFilter[] = "/proc/self/coredump_filter";
constexpr u32 kIdle = 5; // SCHED_IDLE

// struct sched_attr, first version (sched_setattr(2)).
struct SchedAttr {
  u32 size, policy;
  u64 flags;
  i32 nice;
  u32 priority;
  u64 runtime, deadline, period;
};
static_assert(sizeof(SchedAttr) == 48);

u32 asked(SysResult result) {
  return result.ok() ? static_cast<u32>(result.value()) : 0;
}

u32 pointed(int what) {
  i32 value = 0;
  sys::prctl(what, reinterpret_cast<u64>(&value)).ignore();
  return static_cast<u32>(value);
}

i32 read_out_of_memory() {
  char text[32];
  size_t size = proc::read_small(kOutOfMemory, text, sizeof text);
  StringView digits(text, size <= sizeof text ? size : 0);
  bool negative = digits.starts_with("-");
  u64 number = 0;
  digits = digits.drop(negative);
  if (!proc::take_dec(digits, number) || number > 1000)
    return 0;
  return negative ? -static_cast<i32>(number) : static_cast<i32>(number);
}

u32 read_core_dump_filter() {
  char text[32];
  size_t size = proc::read_small(kCoreDumpFilter, text, sizeof text);
  StringView digits(text, size <= sizeof text ? size : 0);
  u32 filter = 0;
  return proc::take_hex(digits, filter) ? filter : 0;
}

bool write_file(const char *path, const Text<16> &text) {
  SysResult file = sys::open_own(path, O_WRONLY | O_CLOEXEC);
  if (!file.ok())
    return false;
  bool good = sys::write(file.fd(), text.view().data, text.view().size).ok();
  sys::close(file.fd()).ignore();
  return good;
}

bool read_terminal(int number, Attributes &now) {
  int fd = syscall::real_if_on(number);
  struct termios2 modes;
  static_assert(sizeof modes == sizeof now.terminal_modes);
  struct {
    u16 rows, columns, x, y;
  } size = {};
  if (!sys::ioctl(fd, TCGETS2, &modes).ok())
    return false;
  memcpy(now.terminal_modes, &modes, sizeof modes);
  sys::ioctl(fd, TIOCGWINSZ, &size).ignore();
  now.rows = size.rows;
  now.columns = size.columns;
  now.terminal = static_cast<u32>(number) + 1;
  return true;
}

SysResult set_scheduling(i32 tid, const Attributes &saved) {
  SchedAttr attr = {sizeof attr,
                    saved.policy,
                    saved.scheduling_flags,
                    saved.nice,
                    static_cast<u32>(saved.priority),
                    saved.runtime,
                    saved.deadline,
                    saved.period};
  // The length of its turns is told of such a thread, too, and set before.
  if (saved.policy == kIdle && saved.runtime) {
    attr.policy = 0;
    attr.flags = 0;
    sys::call(__NR_sched_setattr, tid, &attr, 0).ignore();
    attr.policy = kIdle;
    attr.flags = saved.scheduling_flags;
  }
  return sys::call(__NR_sched_setattr, tid, &attr, 0);
}

} // namespace

void read_thread_settings(i32 tid, Attributes &now) {
  constexpr int kProcess = 0; // PRIO_PROCESS
  SysResult nice = sys::call(__NR_getpriority, kProcess, tid);
  if (nice.ok())
    now.nice = 20 - static_cast<i32>(nice.value());
  SchedAttr attr = {};
  if (sys::call(__NR_sched_getattr, tid, &attr, sizeof attr, 0).ok()) {
    now.policy = attr.policy;
    now.priority = static_cast<i32>(attr.priority);
    now.scheduling_flags = attr.flags;
    now.runtime = attr.runtime;
    now.deadline = attr.deadline;
    now.period = attr.period;
  }
  now.io_priority = asked(sys::call(__NR_ioprio_get, kWhoProcess, tid));
  sys::call(__NR_sched_getaffinity, tid, sizeof now.affinity, now.affinity)
      .ignore();
}

void read_settings(Attributes &now) {
  now = {};
  read_thread_settings(sys::getpid(), now);
  ThreadControls controls;
  read_controls(controls);
  controls.put(now);
  now.out_of_memory = read_out_of_memory();
  now.core_dump_filter = read_core_dump_filter();
  now.dumpable = asked(sys::prctl(PR_GET_DUMPABLE));
  now.subreaper = pointed(PR_GET_CHILD_SUBREAPER);
  now.no_huge_pages = asked(sys::prctl(PR_GET_THP_DISABLE));
  now.deny_write_execute = asked(sys::prctl(kGetDenyWriteExecute));
  now.memory_merge = asked(sys::prctl(kGetMemoryMerge));
  for (int i = 0; i <= 2 && !read_terminal(i, now); ++i) {
  }
}

u32 set_thread_settings(i32 tid, const Attributes &saved) {
  constexpr int kProcess = 0; // PRIO_PROCESS
  u32 refused = 0;
  auto note = [&](Own what, SysResult done) {
    if (!done.ok())
      refused |= own_bit(what);
  };
  auto owns = [&](Own what) { return (saved.own & own_bit(what)) != 0; };
  if (owns(Own::kScheduling))
    note(Own::kScheduling, set_scheduling(tid, saved));
  if (owns(Own::kNice))
    note(Own::kNice,
         sys::call(__NR_setpriority, kProcess, tid, i64{saved.nice}));
  if (owns(Own::kIoPriority))
    note(Own::kIoPriority,
         sys::call(__NR_ioprio_set, kWhoProcess, tid, saved.io_priority));
  if (owns(Own::kAffinity))
    note(Own::kAffinity, sys::call(__NR_sched_setaffinity, tid,
                                   sizeof saved.affinity, saved.affinity));
  return refused;
}

u32 set_settings(const Attributes &saved) {
  u32 refused = set_thread_settings(0, saved);
  auto set = [&](Own what, auto work) {
    if (saved.own & own_bit(what) && !work())
      refused |= own_bit(what);
  };
  auto control = [&](Own what, int option, u64 value) {
    set(what, [&] { return sys::prctl(option, value).ok(); });
  };
  set(Own::kOutOfMemory,
      [&] { return write_file(kOutOfMemory, Text<16>(saved.out_of_memory)); });
  set(Own::kCoreDumpFilter, [&] {
    return write_file(kCoreDumpFilter, Text<16>(saved.core_dump_filter));
  });
  control(Own::kSubreaper, PR_SET_CHILD_SUBREAPER, saved.subreaper);
  // Above the first bit is what it does not hold for (Linux 6.18).
  set(Own::kNoHugePages, [&] {
    u64 value = saved.no_huge_pages;
    return sys::prctl(PR_SET_THP_DISABLE, value & 1, value & ~u64{1}).ok();
  });
  control(Own::kMemoryMerge, kMemoryMerge, saved.memory_merge);
  control(Own::kDumpable, PR_SET_DUMPABLE, saved.dumpable);
  // Some of these take rights away: last.
  refused |= set_controls(ThreadControls::of(saved), saved.own);
  control(Own::kDenyWriteExecute, kDenyWriteExecute, saved.deny_write_execute);
  return refused;
}

} // namespace ckpt
