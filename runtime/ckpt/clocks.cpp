// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/clocks.h"

#include "runtime/abi/cpu_clock.h"
#include "runtime/ckpt/gate.h"
#include "runtime/sys/timers.h"

namespace ckpt {

namespace {

constexpr int kClockMonotonic = 1, kClockBoottime = 7;
constexpr int kSelf = 0, kChildren = -1, kThread = 1; // RUSAGE_*

struct Usage { // struct rusage
  __kernel_old_timeval user, system;
  i64 max_rss, shared, unshared_data, unshared_stack;
  i64 minor_faults, major_faults, swaps;
  i64 blocks_in, blocks_out, sent, received, signals;
  i64 voluntary, involuntary;
};
static_assert(sizeof(Usage) == 144);

void add_usage(int who, image::Clocks &to) {
  Usage usage = {};
  sys::call(__NR_getrusage, who, &usage).ignore();
  auto nanoseconds = [](const __kernel_old_timeval &t) {
    return sys::nanoseconds({t.tv_sec, t.tv_usec * 1000});
  };
  to.user = nanoseconds(usage.user);
  to.system = nanoseconds(usage.system);
  to.max_rss = usage.max_rss;
  const i64 counts[] = {usage.minor_faults, usage.major_faults,
                        usage.blocks_in,    usage.blocks_out,
                        usage.voluntary,    usage.involuntary};
  static_assert(sizeof counts == sizeof to.counts);
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; ++i)
    to.counts[i] = counts[i];
}

} // namespace

void read_thread_usage(image::Clocks &to) {
  to = {};
  to.of = image::ClocksOf::kThread;
  to.cpu = sys::clock_now(kThreadCpu);
  add_usage(kThread, to);
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
  clocks[0].monotonic = sys::clock_now(kClockMonotonic);
  clocks[0].boottime = sys::clock_now(kClockBoottime);
  clocks[0].cpu = sys::clock_now(kProcessCpu);
  add_usage(kSelf, clocks[0]);
  clocks[1].of = image::ClocksOf::kChildren;
  add_usage(kChildren, clocks[1]);
  for (u32 i = 0; i < gate.arrived; ++i) {
    clocks[2 + i] = gate.threads[i].clocks;
    clocks[2 + i].tid = gate.threads[i].saved_tid;
  }
  return true;
}

} // namespace ckpt
