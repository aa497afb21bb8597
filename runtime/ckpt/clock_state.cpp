// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/clock_state.h"

#include <asm/prctl.h>

#include "runtime/abi/cpu_clock.h"
#include "runtime/abi/usage.h"
#include "runtime/ckpt/clock_gettime.h"
#include "runtime/ckpt/state.h"
#include "runtime/ckpt/tids.h"
#include "runtime/sys/timers.h"

namespace ckpt {

namespace {

constexpr i32 kMonotonic = 1, kMonotonicRaw = 4, kMonotonicCoarse = 6,
              kBoottime = 7, kBoottimeAlarm = 9;

u64 thread_pointer() {
  u64 at = 0;
  sys::arch_prctl(ARCH_GET_FS, reinterpret_cast<u64>(&at)).ignore();
  return at;
}

// A forked child begins at zero.
bool has_consumed() {
  return state.clock.consumed && sys::getpid() == state.pid;
}

i64 cpu_shift(i32 clock) {
  const image::Clocks *before = nullptr;
  i32 owner = clock < 0 ? owner_of_clock(clock) : 0;
  bool thread = clock < 0 ? is_thread_clock(clock) : clock == kThreadCpu;
  if (thread)
    before = owner ? consumed_by_thread(owner, 0)
                   : consumed_by_thread(sys::gettid(), thread_pointer());
  else if (!owner || owner == state.pid)
    before = consumed_by(image::ClocksOf::kProcess);
  return before ? before->cpu : 0;
}

// A restart in between gives the process another kernel's clock and another
// shift: what belongs together is of one life.
u64 life() { return __atomic_load_n(&state.restarts, __ATOMIC_ACQUIRE); }

using ClockGettime = i64 (*)(i32, __kernel_timespec *);

} // namespace

// A program may have kept the clock of a thread since before a restart.
i32 clock_here(i32 clock) {
  if (!is_cpu_clock(clock) || !owner_of_clock(clock))
    return clock;
  return clock_of(__ckpt_real_tid(owner_of_clock(clock)), clock);
}

i64 clock_shift(i32 clock) {
  switch (clock) {
  case kMonotonic:
  case kMonotonicRaw:
  case kMonotonicCoarse:
    return state.clock.monotonic;
  case kBoottime:
  case kBoottimeAlarm:
    return state.clock.boottime;
  }
  return has_consumed() && is_cpu_clock(clock) ? cpu_shift(clock) : 0;
}

const image::Clocks *consumed_by(image::ClocksOf of) {
  return &state.clock.consumed[static_cast<u32>(of) - 1].before;
}

const image::Clocks *consumed_by_thread(i32 tid, u64 fs_base) {
  const ClockState &clock = state.clock;
  for (u64 i = 2; i < clock.consumed_count; ++i)
    if (clock.consumed[i].before.tid == tid &&
        (!fs_base || clock.consumed[i].fs_base == fs_base))
      return &clock.consumed[i].before;
  return nullptr;
}

} // namespace ckpt

extern "C" ckpt::i64 __ckpt_clock_gettime(ckpt::i32 clock,
                                          __kernel_timespec *to) {
  using namespace ckpt;
  for (;;) {
    u64 now = life();
    i32 real = clock < 0 ? clock_here(clock) : clock;
    u64 function = state.clock.function;
    i64 result = function
                     ? reinterpret_cast<ClockGettime>(function)(real, to)
                     : sys::call(__NR_clock_gettime, real, to).value();
    if (now != life())
      continue;
    if (result != 0)
      return result;
    i64 shift = clock_shift(real);
    i64 shown = shift ? to->tv_sec * sys::kSecond + to->tv_nsec + shift : 0;
    if (now != life())
      continue;
    if (shift)
      *to = sys::timespec(shown);
    return 0;
  }
}

// getrusage(2): `to` is what the kernel told.
extern "C" void __ckpt_add_usage(int who, __ckpt_usage *to) {
  using namespace ckpt;
  if (!has_consumed())
    return;
  const image::Clocks *before =
      who == 0    ? consumed_by(image::ClocksOf::kProcess)
      : who == -1 ? consumed_by(image::ClocksOf::kChildren)
      : who == 1  ? consumed_by_thread(sys::gettid(), thread_pointer())
                  : nullptr;
  if (before)
    add_usage(*before, *to);
}
