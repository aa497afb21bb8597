// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pending signals.  Nothing shows their siginfo to the process itself, so they
// are taken out with sigtimedwait and queued again: a process may queue any
// siginfo to itself (rt_sigqueueinfo(2)).
#include "runtime/arch/x86_64/frame.h"
#include "runtime/ckpt/process.h"
#include "runtime/proc/read_file.h"
#include "runtime/proc/status.h"

namespace ckpt {

namespace {

constexpr u64 kMostPending = 4096;

bool read_pending(proc::TaskStatus &status, Reason &why) {
  return proc::each_line(
      "/proc/thread-self/status", why,
      [&](StringView line) { return proc::parse_status_line(line, status); });
}

// The thread's own queue is served before the process's for the same signals
// (kernel/signal.c, dequeue_signal), so `thread` first and each set apart.
bool take(Snapshot &snapshot, size_t &count, u64 set, i32 tid, Reason &why) {
  __kernel_timespec none = {};
  if (count == snapshot.pending.size) {
    why.set("more than ", kMostPending, " signals are pending");
    return false;
  }
  image::PendingSignal &entry = snapshot.pending[count];
  entry.tid = tid;
  if (sys::rt_sigtimedwait(&set, entry.info, &none).ok())
    ++count;
  return true;
}

// What the program itself has blocked or handles.  A signal that only waits
// because everything is blocked here, and would end the program, is left to the
// kernel: an image that held it would die of it at every restart.  A request
// for a checkpoint is not the program's.
u64 signals_to_save(const Interrupted &interrupted) {
  u64 wanted = *reinterpret_cast<const u64 *>(&interrupted.context->uc_sigmask);
  for (int sig = 1; sig <= static_cast<int>(image::kSignals); ++sig) {
    image::Action action = {};
    if (sys::rt_sigaction(sig, nullptr, &action).ok() && action.handler > 1)
      wanted |= signal_bit(sig);
  }
  return wanted & ~reserved_signals();
}

} // namespace

bool take_pending(Snapshot &snapshot, Reason &why) {
  snapshot.pending = snapshot.arena.array<image::PendingSignal>(kMostPending);
  if (!snapshot.pending.data) {
    why.set("no room for the pending signals");
    return false;
  }
  u64 wanted = signals_to_save(snapshot.interrupted);
  size_t count = 0;
  bool good = true;
  for (;;) {
    proc::TaskStatus status = {};
    good = good && read_pending(status, why);
    u64 in_thread = status.pending_thread & wanted;
    u64 in_process = status.pending_process & wanted;
    if (!good || !(in_thread | in_process))
      break;
    good = take(snapshot, count, in_thread ? in_thread : in_process,
                in_thread ? sys::gettid() : 0, why);
  }
  snapshot.arena.shrink(snapshot.pending, count);
  return good;
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
    lost += !queued.ok();
  }
  return lost;
}

} // namespace ckpt
