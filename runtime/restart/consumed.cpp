// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/consumed.h"

#include <asm/mman.h>
#include <linux/mman.h>

#include "runtime/abi/cpu_clock.h"
#include "runtime/ckpt/report.h"
#include "runtime/ckpt/state.h"
#include "runtime/ckpt/tids.h"
#include "runtime/sys/timers.h"

namespace ckpt::restart {

namespace {

u64 thread_pointer(const Handover &handover, i32 saved_tid) {
  for (const image::Thread &thread : handover.threads)
    if (thread.tid == saved_tid)
      return thread.fs_base;
  return 0;
}

// The restart's own time does not count.
void leave_out(i32 clock, image::Clocks &before) {
  i64 used = sys::clock_now(clock);
  before.cpu = max<i64>(before.cpu - used, 0);
}

void forget_earlier() {
  if (state.clock.consumed)
    sys::munmap(reinterpret_cast<u64>(state.clock.consumed),
                state.clock.consumed_size)
        .ignore();
  state.clock.consumed = nullptr;
}

} // namespace

void restore_consumed(const Handover &handover) {
  constexpr i32 kOfThread = -2; // any thread's: the number is put in
  forget_earlier();
  u64 size = page_up(handover.clocks.size * sizeof(Consumed));
  SysResult at = sys::mmap(0, size, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (!at.ok())
    return error("no memory for what the program had consumed: its CPU clocks "
                 "begin at zero");
  Consumed *consumed = reinterpret_cast<Consumed *>(at.address());
  for (size_t i = 0; i < handover.clocks.size; ++i) {
    image::Clocks &before = consumed[i].before;
    before = handover.clocks[i];
    if (before.of == image::ClocksOf::kProcess)
      leave_out(kProcessCpu, before);
    if (before.of != image::ClocksOf::kThread)
      continue;
    consumed[i].fs_base = thread_pointer(handover, before.tid);
    before.tid = before.tid == handover.threads[0].tid
                     ? state.pid
                     : __ckpt_real_tid(before.tid);
    leave_out(clock_of(before.tid, kOfThread), before);
  }
  state.clock.consumed_count = handover.clocks.size;
  state.clock.consumed_size = size;
  state.clock.consumed = consumed;
}

} // namespace ckpt::restart
