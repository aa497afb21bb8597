// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/resume.h"

#include <asm/prctl.h>

#include "runtime/arch/x86_64/entry.h"
#include "runtime/arch/x86_64/frame.h"
#include "runtime/ckpt/attributes.h"
#include "runtime/ckpt/capabilities.h"
#include "runtime/ckpt/deadlines.h"
#include "runtime/ckpt/handler.h"
#include "runtime/ckpt/interval.h"
#include "runtime/ckpt/ipc_objects.h"
#include "runtime/ckpt/own_settings.h"
#include "runtime/ckpt/pids.h"
#include "runtime/ckpt/report.h"
#include "runtime/ckpt/reserved.h"
#include "runtime/ckpt/segments.h"
#include "runtime/ckpt/stop.h"
#include "runtime/ckpt/stop_thread.h"
#include "runtime/ckpt/tid_locks.h"
#include "runtime/ckpt/tids.h"
#include "runtime/restart/admit.h"
#include "runtime/ckpt/status_file.h"
#include "runtime/restart/consumed.h"
#include "runtime/restart/readdress.h"
#include "runtime/restart/timers.h"
#include "runtime/sys/keeper.h"
#include "runtime/sys/memory.h"
#include "runtime/syscall/trap.h"

namespace ckpt::restart {

namespace {

constexpr int kFatal = 255;

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
  state.clock.routed |= state.vdso_end != 0; // the saved one's
  state.vdso_start = handover.vdso.start;
  state.vdso_end = handover.vdso.end;
  state.clock.function = handover.clock_function;
  state.clock.monotonic = handover.monotonic_shift;
  state.clock.boottime = handover.boottime_shift;
  ++state.restarts;
  if (state.restart_count)
    *state.restart_count = static_cast<u32>(state.restarts);
  state.image_to_descriptor = false; // the descriptor is not here
  state.stderr_known = true;
  state.stderr_device = fresh.stderr_device;
  state.stderr_inode = fresh.stderr_inode;
  state.origin = fresh.origin;
  // A namespace for its clock has others.
  read_capabilities(state.origin.attributes.capabilities);
  state.inherited_count = fresh.inherited_count;
  memcpy(state.inherited, fresh.inherited, sizeof state.inherited);
  state.given_urls_used = fresh.given_urls_used;
  memcpy(state.given_urls, fresh.given_urls, sizeof state.given_urls);
  state.stream = fresh.stream;
  state.known_image = fresh.known_image;
  state.ancestor = fresh.ancestor;
  state.status = fresh.status;
  memcpy(state.executable, fresh.executable, sizeof state.executable);
  memcpy(&state.config, &fresh.config, sizeof state.config);
  memcpy(__ckpt_secret, handover.secret.data, handover.secret.size);
}

// The first thread is the one that has restarted the program.
StoppedThread restore_leader(const image::Thread &thread) {
  StoppedThread leader = StoppedThread::of(thread);
  leader.tid = state.pid;
  sys::arch_prctl(ARCH_SET_FS, leader.fs_base).ignore();
  sys::set_tid_address(leader.tid_address).ignore();
  restore_thread(leader, thread.name);
  return leader;
}

// Waits until an absolute time are made again.
void move_all_deadlines(const Handover &handover, const ClockShifts &before) {
  if (!before.monotonic && !before.boottime && !state.clock.monotonic &&
      !state.clock.boottime)
    return;
  for (const image::Thread &thread : handover.threads)
    if (!(thread.flags & image::kEnded))
      move_deadlines(arch::context_of(thread.frame)->uc_mcontext.rsp, before);
}

// The new flags may reserve other signals than the saved ones.
void restore_signals(const Handover &handover, u64 reserved_before) {
  u64 ours = reserved_signals();
  if (syscall::is_on())
    ours |= signal_bit(SIGSYS);
  for (size_t i = 0; i < handover.actions.size; ++i) {
    int sig = static_cast<int>(i + 1);
    image::Action action =
        action_after_restart(sig, handover.actions[i], reserved_before);
    sys::rt_sigaction(sig, &action, nullptr)
        .ignore(); // only SIGKILL and SIGSTOP refuse
  }
  arm_signals();
  if (syscall::is_on())
    syscall::take_trap_signal();
  for (const image::Thread &thread : handover.threads)
    if (!(thread.flags & image::kEnded))
      *reinterpret_cast<u64 *>(
          &arch::context_of(thread.frame)->uc_sigmask) &= ~ours;
}

// What cannot be had is the machine's: other processors, less privilege.
void restore_settings_of_threads(const Handover &handover) {
  for (const image::ThreadSettings &settings : handover.thread_settings)
    for (const StoppedThread &thread : handover.stopped)
      if (thread.saved_tid == settings.tid)
        set_thread_settings(thread.tid, settings.attributes);
}

// libc goes on with the ids that its threads had.
void settle_ids(const Handover &handover) {
  if (!tids_begin(static_cast<u32>(handover.threads.size)))
    error("no memory for the table of thread ids: calls that name another "
          "thread may fail");
  const image::Thread &leader = handover.threads[0];
  if (leader.tid_address)
    tids_add(leader.tid, state.pid, leader.tid_address);
  for (const StoppedThread &thread : handover.stopped)
    if (thread.tid_address)
      tids_add(thread.saved_tid, thread.tid, thread.tid_address);
  size_t ended = leader.flags & image::kEnded ? 1 : 0;
  tids_settle(handover.threads.sub(ended, handover.threads.size - ended));
}

// Last of all; a leader that had ended ends again.
void release(const Handover &handover, StoppedThread &leader) {
  Span<const image::PendingSignal> pending = {handover.pending.data,
                                              handover.pending.size};
  size_t lost = leader.frame ? give_signals_back(leader, pending)
                             : put_back_those_of(0, pending);
  lost += release_restored_program();
  if (leader.frame)
    lost += release_thread(leader, pending);
  if (lost)
    error(lost, " pending signals could not be given back to the program; is "
          "the limit of pending signals (ulimit -i) too small?");
}

// Tried before, so that hardly anything is left that can go wrong.
void restore_timers(const Handover &handover) {
  Reason why;
  if (make_timers(handover.timers, why))
    return;
  report_to(handover.report_fd);
  error("the restart cannot be finished: ", why,
        ". The checkpoint file is intact; try again");
  sys::exit_group(kFatal);
}

} // namespace

void resume(const Handover &handover) {
  sys::KeeperScope scope;
  u64 reserved_before = reserved_signals();
  i32 pid_before = state.pid;
  ClockShifts shifts_before = {state.clock.monotonic, state.clock.boottime};
  adopt_state(handover);
  pids_begin(pid_before);
  segments_begin(handover.segments);
  readdress_signals(handover, pid_before);
  syscall::resume_virtual(handover.report_fd);
  admit_threads(handover);
  syscall::arm_process();
  repeat_cancellations(handover, pid_before);
  restore_own_settings(handover.attributes);
  restore_settings_of_threads(handover);
  StoppedThread leader = restore_leader(handover.threads[0]);
  settle_ids(handover);
  restore_signals(handover, reserved_before);
  move_all_deadlines(handover, shifts_before);
  restore_consumed(handover);
  restore_timers(handover);
  start_interval();
  set_timers(handover.timers);
  restore_own_limits(handover.limits, handover.attributes);
  restore_own_capabilities(handover.attributes.capabilities,
                           handover.attributes.own);
  int report_fd = handover.report_fd;
  Range window = handover.window;
  report_to(report_fd);
  tell_refused_settings();
  tell_missing_ipc_objects();
  write_status(JobState::kRunning);
  debug_line(DebugLevel::kAlways, "About to return to user code");
  report_to(-1);
  sys::close(report_fd).ignore();
  sys::end_keeper();
  // From here the program runs.
  release(handover, leader);
  sys::munmap(window.start, window.end - window.start).ignore();
  __ckpt_leave(leader.frame);
}

extern "C" [[noreturn]] void __ckpt_resumed(const Handover *handover) {
  resume(*handover);
}

} // namespace ckpt::restart
