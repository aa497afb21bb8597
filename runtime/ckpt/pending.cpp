// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/pending.h"

#include <asm/errno.h>

#include "runtime/ckpt/installed_handlers.h"
#include "runtime/proc/read_file.h"
#include "runtime/proc/status.h"
#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

bool read_pending(proc::TaskStatus &status) {
  Reason unused;
  return proc::each_line(
      "/proc/thread-self/status", unused,
      [&](StringView line) { return proc::parse_status_line(line, status); });
}

// What the thread has blocked or the program handles.  A signal that only waits
// because everything is blocked here, and would end the program, is left to the
// kernel: an image that held it would die of it at every restart.  A request
// for a checkpoint is not the program's, nor what stops its threads.
u64 signals_to_save(u64 blocked) {
  u64 wanted = blocked;
  for_each_handler(~blocked, [&](int sig, const image::Action &) {
    wanted |= signal_bit(sig);
  });
  return wanted & ~reserved_signals() & ~signal_bit(kStopSignal);
}

bool take(PendingTable &to, u64 set, i32 tid) {
  __kernel_timespec none = {};
  if (to.count == to.room.size)
    return false;
  image::PendingSignal &entry = to.room[to.count];
  entry.tid = tid;
  if (sys::rt_sigtimedwait(&set, entry.info, &none).ok())
    ++to.count;
  return true;
}

} // namespace

bool none_is_pending(u64 except) {
  u64 pending = 0;
  SysResult asked =
      sys::call(__NR_rt_sigpending, &pending, sys::kSigsetSize);
  return asked.ok() &&
         !(pending & ~reserved_signals() & ~signal_bit(kStopSignal) & ~except);
}

void claim_pending(PendingTable &to, u64 blocked, i32 tid) {
  to.except = blocked;
  (void)take_pending(to, /*blocked=*/0, tid, /*process=*/true);
}

// The thread's own queue is served before the process's for the same signals
// (kernel/signal.c, dequeue_signal), so its own first and each set apart.
bool take_pending(PendingTable &to, u64 blocked, i32 tid, bool process) {
  if (none_is_pending(to.except))
    return true;
  u64 wanted = signals_to_save(blocked) & ~to.except;
  for (;;) {
    proc::TaskStatus status = {};
    if (!read_pending(status))
      return false;
    u64 own = status.pending_thread & wanted;
    u64 shared = process ? status.pending_process & wanted : 0;
    if (!(own | shared))
      return true;
    if (!take(to, own ? own : shared, own ? tid : 0))
      return false;
  }
}

size_t put_pending_back(Span<const image::PendingSignal> pending) {
  size_t lost = 0;
  i32 pid = sys::getpid();
  for (const image::PendingSignal &entry : pending) {
    int sig = *reinterpret_cast<const i32 *>(entry.info);
    // A restart may have reserved it since: it is no request for a checkpoint.
    if (reserved_signals() & signal_bit(sig))
      continue;
    SysResult queued =
        entry.tid
            ? sys::rt_tgsigqueueinfo(pid, sys::gettid(), sig, entry.info)
            : sys::rt_sigqueueinfo(pid, sig, entry.info);
    // Not the first thread, which has ended: without who had sent it.
    if (!entry.tid && queued.error() == EPERM)
      queued = sys::call(__NR_kill, pid, sig);
    lost += !queued.ok();
  }
  return lost;
}

size_t put_back_those_of(i32 tid, Span<const image::PendingSignal> pending,
                         u64 mine) {
  size_t lost = 0;
  for (const image::PendingSignal &entry : pending) {
    if (entry.tid != tid)
      continue;
    image::PendingSignal again = entry;
    if (mine & signal_bit(*reinterpret_cast<const i32 *>(entry.info)))
      again.tid = sys::gettid();
    lost += put_pending_back({&again, 1});
  }
  return lost;
}

} // namespace ckpt
