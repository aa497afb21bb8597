// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/stop.h"

#include <asm/errno.h>

#include "runtime/ckpt/gate.h"
#include "runtime/ckpt/room.h"
#include "runtime/ckpt/rseq_outside.h"
#include "runtime/ckpt/stop_signal.h"
#include "runtime/ckpt/stop_thread.h"
#include "runtime/ckpt/tasks.h"

namespace ckpt {

namespace {

constexpr u64 kMillisecond = 1000000; // in nanoseconds
// Without any thread that comes in; and altogether, as others may start.
constexpr u64 kPatience = 5000 * kMillisecond;
constexpr u64 kLongest = 60000 * kMillisecond;
// Between two looks at the tasks: one that ends tells nobody.
constexpr u64 kLook = 10 * kMillisecond;
// A task's number may be another one's by now, that was not sent anything.
constexpr u32 kLooksBetweenSends = 10;
// With a larger table each time.
constexpr int kMostTries = 10;

Arena memory;   // of the tables below
bool stopped;

// A task that was sent the signal, and at which look.
struct Sent {
  i32 tid;
  u32 look;
};

class Stopping {
public:
  explicit Stopping(u64 tasks) : room_(2 * tasks + 64) {}

  bool reserve(Reason &why) {
    u64 size = room_ * (sizeof(StoppedThread) + sizeof(Sent)) +
               kMostPending * sizeof(image::PendingSignal) + kPageSize;
    if (!memory.reserve(size).ok()) {
      why.set("no address space for the table of its threads; is ulimit -v "
              "set, or all future memory locked (mlockall) under a small limit "
              "(ulimit -l)?");
      return false;
    }
    Gate &gate = __ckpt_gate;
    gate.threads = memory.array<StoppedThread>(room_);
    sent_ = memory.array<Sent>(room_);
    gate.pending = {memory.array<image::PendingSignal>(kMostPending), 0};
    gate.arrived = gate.left = 0;
    gate.full = false;
    return true;
  }

  // True: all are stopped.  False with `why` empty: there are more threads than
  // there is room for, so it is to be done again.
  bool run(Reason &why) {
    bool quiet = false; // at the look before
    u32 arrived = 0;
    u64 end = now() + kPatience, last = now() + kLongest;
    for (;;) {
      if (load(__ckpt_gate.arrived) != arrived)
        end = min(now() + kPatience, last);
      arrived = load(__ckpt_gate.arrived);
      ++look_;
      running_ = 0;
      if (!each_task([&](i32 tid) { return see(tid, why); }, why))
        return false;
      if (__ckpt_gate.full)
        return false;
      if (running_ == 0 && quiet)
        return true;
      quiet = running_ == 0;
      if (quiet)
        continue;
      if (now() > end) {
        explain_running_task(running_, why);
        return false;
      }
      futex_wait(__ckpt_gate.arrived, arrived, kLook);
    }
  }

private:
  bool see(i32 tid, Reason &why) {
    if (tid == self_ || is_stopped(tid))
      return true;
    Sent *sent = find_sent(tid);
    // Ended, but still listed: the first thread waits for the others.
    if (sent && sent->look && task_has_ended(tid))
      return true;
    if (sent && sent->look && is_kernel_worker(tid, why))
      return false;
    running_ = tid;
    if (sent && sent->look && look_ - sent->look < kLooksBetweenSends)
      return true;
    if (!sent) {
      __ckpt_gate.full = true;
      return true;
    }
    // EAGAIN: too many signals wait; some are taken while others are stopped.
    if (send_stop_signal(tid).error() != EAGAIN)
      *sent = {tid, look_};
    return true;
  }

  bool is_stopped(i32 tid) const {
    u32 count = load(__ckpt_gate.arrived);
    for (u32 i = 0; i < count; ++i)
      if (__ckpt_gate.threads[i].tid == tid)
        return true;
    return false;
  }

  // Its entry or a free one; null: there is none.
  Sent *find_sent(i32 tid) {
    for (Sent &sent : sent_)
      if (sent.tid == tid || !sent.tid)
        return &sent;
    return nullptr;
  }

  u64 room_;
  i32 self_ = sys::gettid();
  u32 look_ = 0;
  i32 running_ = 0; // one that is not stopped
  Span<Sent> sent_;
};

void let_last_leave() { count_up(__ckpt_gate.last); }

void begin() {
  take_stop_signal();
  let_last_leave(); // of the stop before: they are to come in again
  __atomic_store_n(&__ckpt_gate.stop, Stop::kStopped, __ATOMIC_SEQ_CST);
  count_up(__ckpt_gate.change);
}

// Where a thread did not come in, one of our signals may still wait for it: it
// must find our handler.  But the first, threads leave when the server does, or at
// let_last_leave.
void end(bool all) {
  Gate &gate = __ckpt_gate;
  u32 waiting = load(gate.arrived) - stopped; // but the server
  __atomic_store_n(&gate.stop, Stop::kNone, __ATOMIC_SEQ_CST);
  count_up(gate.change);
  for (u32 left; (left = load(gate.left)) < waiting;)
    futex_wait(gate.left, left, 1000 * kMillisecond);
  if (all)
    give_stop_signal_back();
}

// Every thread but the server does it, and stays stopped.
void send_on_errand(Stop what, u32 others) {
  if (!others)
    return;
  Gate &gate = __ckpt_gate;
  gate.done = 0;
  ++gate.errand;
  __atomic_store_n(&gate.stop, what, __ATOMIC_SEQ_CST);
  count_up(gate.change);
  for (u32 done; (done = load(gate.done)) < others;)
    futex_wait(gate.done, done, 1000 * kMillisecond);
  __atomic_store_n(&gate.stop, Stop::kStopped, __ATOMIC_SEQ_CST);
}

// Before any thread can look for them, or send further ones that would come
// first.  Where the first thread has ended, the calling one does what can be
// done for the process.
void give_all_signals_back(u32 others) {
  Gate &gate = __ckpt_gate;
  if (!gate.pending.count && none_is_pending(0))
    return;
  bool first = sys::gettid() == state.pid;
  for (u32 i = 0; i < others; ++i)
    first = first || gate.threads[i].tid == state.pid;
  if (!first)
    gate.lost += put_back_those_of(0, gate.pending.view());
  send_on_errand(Stop::kGiveBack, others);
}

void forget() {
  __ckpt_gate.threads = {};
  __ckpt_gate.pending = {};
  memory.release();
}

bool stop_others(Reason &why) {
  Room signals(RLIMIT_SIGPENDING);
  for (int tries = 0; tries < kMostTries; ++tries) {
    u64 tasks = 0;
    if (!count_tasks(tasks, why))
      return false;
    Stopping stopping(tasks << tries);
    if (!stopping.reserve(why))
      return false;
    begin();
    if (stopping.run(why))
      return true;
    end(/*all=*/false);
    let_last_leave();
    forget();
    if (!why.empty())
      return false;
  }
  why.set("threads start faster than they can be stopped");
  return false;
}

// Where an area is that was not found can be told from outside alone.
void let_own_areas_go() {
  Span<StoppedThread> all = __ckpt_gate.threads.sub(0, __ckpt_gate.arrived);
  if (!tell_foreign_areas(all))
    return;
  send_on_errand(Stop::kLetAreaGo, __ckpt_gate.arrived - 1);
  let_told_area_go(all[all.size - 1].rseq);
}

} // namespace

bool stop_other_threads(Reason &why) {
  begin_rseq_search();
  if (!stop_others(why))
    return false;
  // A thread that is stopped has taken its signals; those that still ran may
  // have sent it others since (pthread_kill, pthread_cancel).
  send_on_errand(Stop::kTakeSignals, __ckpt_gate.arrived);
  return true;
}

bool stop_program(const Interrupted &interrupted, Reason &why) {
  if (stopped)
    return true;
  if (!stop_other_threads(why))
    return false;
  Gate &gate = __ckpt_gate;
  stop_thread(gate.threads[gate.arrived], interrupted.frame, gate.pending,
              /*process=*/true);
  ++gate.arrived;
  stopped = true;
  let_own_areas_go();
  return true;
}

void release_program() {
  if (!stopped)
    return;
  Gate &gate = __ckpt_gate;
  StoppedThread &self = gate.threads[gate.arrived - 1];
  give_signals_back(self, gate.pending.view());
  give_all_signals_back(gate.arrived - 1);
  end(/*all=*/true);
  stopped = false;
  release_thread(self, gate.pending.view());
  forget();
}

bool in_other_threads(const EachCall &call) {
  __ckpt_gate.call = call;
  __ckpt_gate.failed = false;
  send_on_errand(Stop::kMakeCall, __ckpt_gate.arrived);
  return !__ckpt_gate.failed;
}

void release_other_threads() {
  give_all_signals_back(__ckpt_gate.arrived);
  end(/*all=*/true);
  let_last_leave();
  forget();
}

void send_for_signals() {
  send_on_errand(Stop::kTakeSignals, __ckpt_gate.arrived - 1);
}

i32 saved_tid_of(i32 tid) {
  const Gate &gate = __ckpt_gate;
  for (u32 i = 0; i < gate.arrived; ++i)
    if (gate.threads[i].tid == tid)
      return gate.threads[i].saved_tid;
  return 0;
}

u64 stopped_threads() { return stopped ? __ckpt_gate.arrived : 0; }

void stop_restored_program(Span<StoppedThread> threads,
                           Span<image::PendingSignal> pending) {
  stopped = false;
  memory = {};
  Gate &gate = __ckpt_gate;
  gate.server = static_cast<u32>(state.pid);
  gate.threads = threads;
  gate.pending = {pending, pending.size};
  __atomic_store_n(&gate.stop, Stop::kStopped, __ATOMIC_SEQ_CST);
}

void wait_for_restored_threads() {
  Gate &gate = __ckpt_gate;
  for (u32 arrived; (arrived = load(gate.arrived)) < gate.threads.size;)
    futex_wait(gate.arrived, arrived, 1000 * kMillisecond);
}

size_t release_restored_program() {
  give_all_signals_back(static_cast<u32>(__ckpt_gate.threads.size));
  end(/*all=*/false);
  size_t lost = __ckpt_gate.lost;
  __ckpt_gate.threads = {};
  __ckpt_gate.pending = {};
  return lost;
}

bool is_memory_of_stop(u64 start) {
  return stopped && start == memory.start();
}

} // namespace ckpt
