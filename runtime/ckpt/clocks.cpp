// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/clocks.h"

#include "runtime/abi/cpu_clock.h"
#include "runtime/abi/usage.h"
#include "runtime/ckpt/clock_state.h"
#include "runtime/ckpt/gate.h"
#include "runtime/sys/timers.h"

namespace ckpt {

namespace {

constexpr int kClockMonotonic = 1, kClockBoottime = 7;
constexpr int kSelf = 0, kChildren = -1, kThread = 1; // RUSAGE_*

// As the program sees it: with what was consumed before.
void read_usage(int who, image::Clocks &to) {
  __ckpt_usage usage = {};
  sys::call(__NR_getrusage, who, &usage).ignore();
  __ckpt_add_usage(who, &usage);
  to.user = sys::nanoseconds({usage.user_sec, usage.user_usec * 1000});
  to.system = sys::nanoseconds({usage.system_sec, usage.system_usec * 1000});
  to.max_rss = usage.max_rss;
  const i64 counts[] = {usage.minor_faults, usage.major_faults,
                        usage.blocks_in,    usage.blocks_out,
                        usage.voluntary,    usage.involuntary};
  static_assert(sizeof counts == sizeof to.counts);
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; ++i)
    to.counts[i] = counts[i];
}

i64 shown(i32 clock) { return sys::clock_now(clock) + clock_shift(clock); }

} // namespace

void read_thread_usage(image::Clocks &to) {
  to = {};
  to.of = image::ClocksOf::kThread;
  to.cpu = shown(kThreadCpu);
  read_usage(kThread, to);
}

bool collect_clocks(Snapshot &snapshot, Reason &why) {
  const Gate &gate = __ckpt_gate;
  Span<image::Clocks> clocks =
      snapshot.arena.array<image::Clocks>(gate.arrived + 2);
  if (!clocks.data) {
    why.set("no room for the clocks");
    return false;
  }
  snapshot.clocks = clocks;
  clocks[0].of = image::ClocksOf::kProcess;
  clocks[0].monotonic = shown(kClockMonotonic);
  clocks[0].boottime = shown(kClockBoottime);
  clocks[0].cpu = shown(kProcessCpu);
  read_usage(kSelf, clocks[0]);
  clocks[1].of = image::ClocksOf::kChildren;
  read_usage(kChildren, clocks[1]);
  for (u32 i = 0; i < gate.arrived; ++i) {
    clocks[2 + i] = gate.threads[i].clocks;
    clocks[2 + i].tid = gate.threads[i].saved_tid;
  }
  return true;
}

} // namespace ckpt
