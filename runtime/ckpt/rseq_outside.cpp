// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/rseq_outside.h"

#include <asm/errno.h>
#include <linux/prctl.h>
#include <linux/wait.h>

#include "runtime/arch/x86_64/entry.h"
#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

// linux/ptrace.h
constexpr int kDetach = 17, kSeize = 0x4206, kInterrupt = 0x4207;
constexpr int kGetRseq = 0x420f;
constexpr size_t kChildStack = 16 << 10;
struct RseqConfiguration {
  u64 area;
  u32 size;
  u32 signature;
  u32 flags;
  u32 padding;
};

SysResult ptrace(int what, i32 tid, u64 address = 0, void *data = nullptr) {
  return sys::call(__NR_ptrace, what, tid, address, data);
}

SysResult wait_for(i32 task) {
  for (;;) {
    SysResult ended = sys::call(__NR_wait4, task, nullptr, __WALL, nullptr);
    if (ended.error() != EINTR)
      return ended;
  }
}

// Only a stopped tracee answers.  It stops in its futex and goes on waiting
// there.
void ask(StoppedThread &t) {
  if (!ptrace(kSeize, t.tid).ok())
    return;
  RseqConfiguration told = {};
  if (ptrace(kInterrupt, t.tid).ok() && wait_for(t.tid).ok() &&
      ptrace(kGetRseq, t.tid, sizeof told, &told).ok()) {
    t.rseq.area = told.area;
    t.rseq.size = told.size;
    t.rseq.signature = told.signature;
  }
  ptrace(kDetach, t.tid).ignore(); // at the latest by the child's end
}

void ask_all(void *argument) {
  for (StoppedThread &t : *static_cast<Span<StoppedThread> *>(argument))
    if (t.rseq.foreign && !t.rseq.size)
      ask(t);
}

bool one_is(Span<StoppedThread> threads, bool told) {
  for (const StoppedThread &t : threads)
    if (t.rseq.foreign && (t.rseq.size != 0) == told)
      return true;
  return false;
}

// The child is the program's as far as the kernel is concerned, and waits for
// `go`: a security module (Yama) has to be told first who it is.
struct Asking {
  Span<StoppedThread> threads;
  u32 go;
};

void run(void *argument) {
  Asking &asking = *static_cast<Asking *>(argument);
  while (!__atomic_load_n(&asking.go, __ATOMIC_SEQ_CST))
    sys::call(__NR_futex, &asking.go, 128 /* WAIT_PRIVATE */, 0, nullptr)
        .ignore();
  ask_all(&asking.threads);
}

void ask_in_child(Span<StoppedThread> threads, bool permit) {
  alignas(16) char stack[kChildStack];
  Asking asking = {threads, 0};
  i64 child = __ckpt_clone_beside(run, &asking, stack + sizeof stack);
  if (child < 0)
    return;
  if (permit)
    sys::prctl(PR_SET_PTRACER, static_cast<u64>(child)).ignore();
  __atomic_store_n(&asking.go, 1u, __ATOMIC_SEQ_CST);
  sys::call(__NR_futex, &asking.go, 129 /* WAKE_PRIVATE */, 1).ignore();
  wait_for(static_cast<i32>(child)).ignore();
  if (permit)
    sys::prctl(PR_SET_PTRACER, 0).ignore();
}

} // namespace

// First without a permit: what the program has permitted itself is then kept.
bool tell_foreign_areas(Span<StoppedThread> threads) {
  if (one_is(threads, /*told=*/false))
    ask_in_child(threads, /*permit=*/false);
  if (one_is(threads, /*told=*/false))
    ask_in_child(threads, /*permit=*/true);
  return one_is(threads, /*told=*/true);
}

} // namespace ckpt
