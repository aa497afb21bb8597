// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where the threads of the program meet when a signal brings them in: who
// serves the request, who is stopped, who waits.  arch/x86_64/signal_entry.S
// uses the first words; they lie in the work area, which is zero in an image.
// Phase: pre-libc, signal.
#pragma once
#include "runtime/abi/restore_args.h"
#include "runtime/ckpt/stopped_thread.h"
#include "runtime/sys/calls.h"

namespace ckpt {

// A system call for each thread (abi/set_ids.h).
struct EachCall {
  u64 number, a, b, c;
};

struct Gate {
  u32 lock;   // of the gate's stack: the owner's process ID, bit 31: waiters
  u32 change; // counts up with each change that a waiter may wait for
  u32 stop;   // enum Stop: not kNone: threads that come in are to stop
  u32 server; // process ID of the runtime's own stack's owner; 0: free
  u64 chain;  // a handler of libc's
  u32 last;   // counts up as the server leaves: then those that wait for it do

  // While a stop is on.  `arrived` and `left` are waited for by the server.
  u32 arrived;
  u32 left;
  u32 errand; // counts the errands; StoppedThread::errand: who has done it
  u32 done;   // threads that have done it
  bool full; // a thread found no room
  bool failed; // a thread could not make `call`
  EachCall call;
  size_t lost; // pending signals that were not taken back
  Span<StoppedThread> threads; // room; the first `arrived` are stopped
  PendingTable pending;
};

// Above kStopped: an errand for each stopped thread, which stays stopped, since
// the kernel lets only the thread itself do it.  signal_entry.S has the same
// numbers.
enum Stop : u32 {
  kNone = 0,
  kStopped = 1,
  // Its pending signals, before any thread runs and sends it further ones; and
  // the first thread those of the process.
  kGiveBack = 2,
  kLetAreaGo = 3,  // its area for restartable sequences, told by then
  kTakeSignals = 4, // those that have come for it since
  kMakeCall = 5,    // Gate::call
};

// What a thread does next; signal_entry.S has the same numbers.
enum class Entry : u8 { kLeave, kWait, kAgain, kServe, kChained };

// The same for one whose stop is over.  The kernel gives a signal of the process
// to the first thread before all others, if it has not blocked it (wants_signal,
// kernel/signal.c): no other thread has its own mask again before the first.
enum class Release : u32 { kLeave, kServe, kLeaveLast };

} // namespace ckpt

#pragma GCC visibility push(hidden)
extern "C" ckpt::Gate __ckpt_gate;
#pragma GCC visibility pop

namespace ckpt {
static_assert(sizeof(Gate) <= 512);
static_assert(offsetof(Gate, lock) == 0 && offsetof(Gate, change) == 4 &&
              offsetof(Gate, stop) == 8 && offsetof(Gate, server) == 12 &&
              offsetof(Gate, chain) == 16 && offsetof(Gate, last) == 24);

// Waits until `word` is no longer `value`, or `nanoseconds` have passed.
inline void futex_wait(const u32 &word, u32 value, u64 nanoseconds) {
  constexpr int kWaitPrivate = 128;
  constexpr u64 kSecond = 1000000000;
  __kernel_timespec most = {static_cast<i64>(nanoseconds / kSecond),
                            static_cast<i64>(nanoseconds % kSecond)};
  sys::call(__NR_futex, &word, kWaitPrivate, value, &most).ignore();
}

inline void futex_wake(const u32 &word) {
  constexpr int kWakePrivate = 129, kAll = 0x7fffffff;
  sys::call(__NR_futex, &word, kWakePrivate, kAll).ignore();
}

inline u32 load(const u32 &word) {
  return __atomic_load_n(&word, __ATOMIC_SEQ_CST);
}

// The thread goes to `entry`; 0: it ends.
inline void let_go(ThreadStart &start, u64 entry) {
  start.entry = entry;
  __atomic_store_n(&start.go, 1u, __ATOMIC_SEQ_CST);
  futex_wake(start.go);
}

// Counts `word` up for whoever waits for it.
inline void count_up(u32 &word) {
  __atomic_add_fetch(&word, 1, __ATOMIC_SEQ_CST);
  futex_wake(word);
}

} // namespace ckpt
