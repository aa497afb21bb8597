// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/threads.h"

#include "runtime/ckpt/attributes.h"
#include "runtime/ckpt/gate.h"
#include "runtime/ckpt/own_marks.h"
#include "runtime/ckpt/own_settings.h"
#include "runtime/ckpt/tasks.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

// kcmp(2): threads may give up sharing these (unshare(2)).
constexpr int kFiles = 2, kDirectories = 3; // KCMP_FILES, KCMP_FS

bool shares_all(const StoppedThread &t, Reason &why) {
  i32 self = sys::gettid();
  bool differs =
      sys::kcmp(self, t.tid, kFiles, 0, 0).value() > 0 ||
      sys::kcmp(self, t.tid, kDirectories, 0, 0).value() > 0;
  if (differs)
    why.set("thread ", t.tid, " has descriptors or a working directory of its "
            "own (unshare), which is not saved yet");
  return !differs;
}

bool can_be_saved(const StoppedThread &t, Reason &why) {
  if (t.rseq.foreign) {
    why.set("thread ", t.tid, " has a restartable-sequence area (rseq) that "
            "is not libc's, and where cannot be told: that needs ptrace(2) and "
            "Linux 5.13, and that no debugger is attached");
    return false;
  }
  if (t.pending_left) {
    why.set("more than ", kMostPending,
            " signals are pending, or /proc/thread-self/status cannot be read");
    return false;
  }
  return explain(t.obstacle, why) && shares_all(t, why);
}

image::Thread record(const StoppedThread &t) {
  image::Thread r = {};
  r.tid = t.saved_tid;
  r.rseq_size = t.rseq.size;
  r.frame = t.frame;
  r.fs_base = t.fs_base;
  r.gs_base = t.gs_base;
  r.tid_address = t.tid_address;
  r.robust_list = t.robust_list;
  r.robust_size = t.robust_size;
  r.rseq = t.rseq.area;
  r.rseq_signature = t.rseq.signature;
  read_task_name(t.tid, r.name);
  return r;
}

// Nothing is left of a leader that has ended but its number.
image::Thread ended_leader() {
  image::Thread r = {};
  r.tid = state.leader;
  r.flags = image::kEnded;
  return r;
}

void sort_by_number(Span<image::Thread> threads) {
  for (size_t gap = threads.size / 2; gap; gap /= 2) // Shell's sort
    for (size_t i = gap; i < threads.size; ++i)
      for (size_t j = i; j >= gap && threads[j - gap].tid > threads[j].tid;
           j -= gap) {
        image::Thread other = threads[j];
        threads[j] = threads[j - gap];
        threads[j - gap] = other;
      }
}

// The first thread's are the process's; who serves the request could not read
// them.
void note_controls_of_first(const StoppedThread &t, Snapshot &snapshot) {
  image::Attributes now = state.attributes;
  t.controls.put(now);
  mark_own(state.origin.attributes, state.attributes, now);
  state.attributes = now;
  t.controls.put(snapshot.attributes);
  snapshot.attributes.own = now.own;
}

bool collect_settings(Snapshot &snapshot, Span<const StoppedThread> stopped) {
  Span<image::ThreadSettings> settings =
      snapshot.arena.array<image::ThreadSettings>(stopped.size);
  if (!settings.data)
    return false;
  size_t count = 0;
  for (const StoppedThread &t : stopped) {
    image::ThreadSettings one = {t.saved_tid, 0, state.origin.attributes};
    if (t.tid == state.pid)
      note_controls_of_first(t, snapshot);
    read_thread_settings(t.tid, one.attributes);
    t.controls.put(one.attributes);
    one.attributes.own = 0;
    mark_own(state.origin.attributes, state.origin.attributes, one.attributes);
    one.attributes.own &= image::kOwnOfThread;
    if (t.tid != state.pid && one.attributes.own)
      settings[count++] = one;
  }
  snapshot.arena.shrink(settings, count);
  snapshot.thread_settings = settings;
  return true;
}

} // namespace

bool collect_threads(Snapshot &snapshot, Reason &why) {
  Gate &gate = __ckpt_gate;
  Span<const StoppedThread> stopped = {gate.threads.data, gate.arrived};
  Span<image::Thread> threads =
      snapshot.arena.array<image::Thread>(stopped.size + 1);
  if (!threads.data) {
    why.set("no room for ", stopped.size, " threads");
    return false;
  }
  size_t count = 1;
  threads[0] = ended_leader();
  for (const StoppedThread &t : stopped) {
    if (!can_be_saved(t, why))
      return false;
    threads[t.tid == state.pid ? 0 : count++] = record(t);
  }
  snapshot.arena.shrink(threads, count);
  sort_by_number(threads.sub(1, count - 1));
  snapshot.threads = threads;
  if (!collect_settings(snapshot, stopped)) {
    why.set("no room for ", stopped.size, " threads");
    return false;
  }
  snapshot.pending = gate.pending.view();
  return true;
}

} // namespace ckpt
