// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/resume.h"

#include <asm/prctl.h>
#include <linux/prctl.h>

#include "runtime/arch/x86_64/entry.h"
#include "runtime/arch/x86_64/frame.h"
#include "runtime/ckpt/attributes.h"
#include "runtime/ckpt/handler.h"
#include "runtime/ckpt/interruption.h"
#include "runtime/ckpt/interval.h"
#include "runtime/ckpt/process.h"
#include "runtime/ckpt/report.h"
#include "runtime/ckpt/reserved.h"
#include "runtime/ckpt/rseq.h"
#include "runtime/ckpt/status_file.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/memory.h"

namespace ckpt::restart {

namespace {

// The saved state is the job's; the flags, the descriptors it was started with
// and where it runs are the new process's.
void adopt_state(const Handover &handover) {
  const State &fresh = *handover.fresh;
  if (state.file_range_count)
    sys::munmap(page_down(reinterpret_cast<u64>(state.file_ranges)),
                state.file_ranges_size)
        .ignore();
  state.file_ranges =
      reinterpret_cast<const FileRange *>(handover.file_ranges.start);
  state.file_range_count = handover.file_range_count;
  state.file_ranges_size =
      handover.file_ranges.end - handover.file_ranges.start;
  state.file_paths = reinterpret_cast<const char *>(
      state.file_ranges + handover.file_range_count);
  state.pid = sys::getpid();
  state.vdso_start = handover.vdso.start;
  state.vdso_end = handover.vdso.end;
  ++state.restarts;
  if (state.restart_count)
    *state.restart_count = static_cast<u32>(state.restarts);
  state.image_to_descriptor = false; // the descriptor is not here
  state.stderr_known = true;
  state.stderr_device = fresh.stderr_device;
  state.stderr_inode = fresh.stderr_inode;
  state.origin = fresh.origin;
  state.inherited_count = fresh.inherited_count;
  memcpy(state.inherited, fresh.inherited, sizeof state.inherited);
  state.stream = fresh.stream;
  state.known_image = fresh.known_image;
  state.ancestor = fresh.ancestor;
  state.status = fresh.status;
  memcpy(state.executable, fresh.executable, sizeof state.executable);
  memcpy(&state.config, &fresh.config, sizeof state.config);
  memcpy(__ckpt_secret, handover.secret.data, handover.secret.size);
}

void restore_thread(const image::Thread &thread) {
  sys::arch_prctl(ARCH_SET_FS, thread.fs_base).ignore();
  sys::arch_prctl(ARCH_SET_GS, thread.gs_base).ignore();
  if (thread.robust_list)
    sys::call(__NR_set_robust_list, thread.robust_list, thread.robust_size)
        .ignore();
  register_rseq(
      {thread.rseq, thread.rseq_size, thread.rseq_signature, false});
  sys::set_tid_address(thread.tid_address).ignore();
}

// The new flags may reserve other signals than the saved ones.
void restore_signals(const Handover &handover, u64 reserved_before) {
  for (size_t i = 0; i < handover.actions.size; ++i) {
    int sig = static_cast<int>(i + 1);
    image::Action action =
        action_after_restart(sig, handover.actions[i], reserved_before);
    sys::rt_sigaction(sig, &action, nullptr)
        .ignore(); // only SIGKILL and SIGSTOP refuse
  }
  arm_signals();
  *reinterpret_cast<u64 *>(
      &arch::context_of(handover.threads[0].frame)->uc_sigmask) &=
      ~reserved_signals();
}

} // namespace

void resume(const Handover &handover) {
  u64 reserved_before = reserved_signals();
  adopt_state(handover);
  restore_own_limits();
  restore_thread(handover.threads[0]);
  restore_signals(handover, reserved_before);
  start_interval();
  size_t lost = put_pending_back(handover.pending);
  sys::prctl(PR_SET_NAME, reinterpret_cast<u64>(handover.comm)).ignore();
  u64 frame = handover.threads[0].frame;
  int report_fd = handover.report_fd;
  Range window = handover.window;
  // From here the window and what it holds are gone.
  sys::munmap(window.start, window.end - window.start).ignore();
  report_to(report_fd);
  if (lost)
    error(lost, " pending signals could not be given back to the program; is "
          "the limit of pending signals (ulimit -i) too small?");
  write_status(JobState::kRunning);
  debug_line(DebugLevel::kAlways, "About to return to user code");
  report_to(-1);
  sys::close(report_fd).ignore();
  settle_interruption(*arch::context_of(frame));
  __ckpt_return_through(frame);
}

extern "C" [[noreturn]] void __ckpt_resumed(const Handover *handover) {
  resume(*handover);
}

} // namespace ckpt::restart
