// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The arguments of syscall(3) that are numbers of threads or processes.  And which calls are
// made by __ckpt_moved_call: those that tell a clock or are given a time of it.
// (Those that take descriptors too: kOfShim of runtime/abi/direct_calls.h.)
#include <sys/resource.h>

#include "runtime/ckpt/pids.h"
#include "runtime/shims/moved_call.h"
#include "runtime/shims/segment_id.h"
#include "runtime/shims/thread_id.h"

using namespace ckpt;

namespace {

// syscall's arguments as it saves them, the last one first.
struct Arguments {
  u64 rest[3]; // the call's sixth would lie elsewhere
  u64 second;
  u64 first;
  u64 number;
};

void name(u64 &argument) {
  argument = static_cast<u64>(__ckpt_real_tid(static_cast<i32>(argument)));
}

void name_process(u64 &argument) {
  argument = static_cast<u64>(
      i64{__ckpt_real_pid(static_cast<i32>(argument))});
}

void name_threads(Arguments *arguments) {
  switch (arguments->number) {
  case SYS_tkill:
  case SYS_sched_setparam:
  case SYS_sched_getparam:
  case SYS_sched_setscheduler:
  case SYS_sched_getscheduler:
  case SYS_sched_rr_get_interval:
  case SYS_sched_setaffinity:
  case SYS_sched_getaffinity:
  case SYS_sched_setattr:
  case SYS_sched_getattr:
    return name(arguments->first);
  case SYS_tgkill:
  case SYS_rt_tgsigqueueinfo:
    name_process(arguments->first);
    return name(arguments->second);
  case SYS_kill:
  case SYS_rt_sigqueueinfo:
  case SYS_pidfd_open:
  case SYS_prlimit64:
  case SYS_getpgid:
  case SYS_getsid:
  case SYS_process_vm_readv:
  case SYS_process_vm_writev:
    return name_process(arguments->first);
  case SYS_shmctl:
    if (!shim::names_segment(static_cast<int>(arguments->second)))
      return;
    [[fallthrough]];
  case SYS_shmat:
    arguments->first = static_cast<u64>(
        i64{__ckpt_real_segment(static_cast<i32>(arguments->first))});
    return;
  case SYS_clock_gettime:
  case SYS_clock_getres:
  case SYS_clock_nanosleep:
  case SYS_timer_create:
    arguments->first = static_cast<u64>(static_cast<i64>(
        shim::clock_here(static_cast<clockid_t>(arguments->first))));
    return;
  case SYS_getpriority:
  case SYS_setpriority:
    if (arguments->first == PRIO_PROCESS)
      name(arguments->second);
    return;
  }
}

} // namespace

extern "C" __attribute__((visibility("hidden"))) bool
__ckpt_name_threads(Arguments *arguments) {
  name_threads(arguments);
  return shim::is_moved_call(arguments->number, arguments->second);
}
