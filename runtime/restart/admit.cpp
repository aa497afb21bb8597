// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/admit.h"

#include <asm/prctl.h>
#include <linux/prctl.h>

#include "runtime/arch/x86_64/entry.h"
#include "runtime/ckpt/attributes.h"
#include "runtime/ckpt/gate.h"
#include "runtime/ckpt/stop.h"
#include "runtime/syscall/trap.h"

namespace ckpt::restart {

void restore_thread(const StoppedThread &thread, const char (&name)[16]) {
  sys::arch_prctl(ARCH_SET_GS, thread.gs_base).ignore();
  if (thread.robust_list)
    sys::call(__NR_set_robust_list, thread.robust_list, thread.robust_size)
        .ignore();
  sys::prctl(PR_SET_NAME, reinterpret_cast<u64>(name)).ignore();
  syscall::arm_thread();
}

// Those that only the thread itself can set.
static void tell_controls(const Handover &handover) {
  for (const image::ThreadSettings &settings : handover.thread_settings)
    for (StoppedThread &thread : handover.stopped)
      if (thread.saved_tid == settings.tid) {
        thread.controls = ThreadControls::of(settings.attributes);
        thread.own_controls = settings.attributes.own & image::kOwnControls;
      }
}

void admit_threads(const Handover &handover) {
  tell_controls(handover);
  stop_restored_program(handover.stopped, handover.pending);
  for (ThreadStart &start : handover.starts)
    if (start.thread)
      let_go(start, reinterpret_cast<u64>(&__ckpt_thread_resume));
  wait_for_restored_threads();
}

// On the gate's stack; returns the frame to go on through.
extern "C" u64 __ckpt_on_thread_resume(const ThreadStart *start) {
  StoppedThread &thread = *start->thread;
  restore_thread(thread, start->name);
  restore_own_controls(thread.controls, thread.own_controls);
  count_up(__ckpt_gate.arrived);
  return thread.frame;
}

} // namespace ckpt::restart
