// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/checkpoint.h"

#include <asm/errno.h>
#include <asm/signal.h>

#include "runtime/ckpt/attributes.h"
#include "runtime/ckpt/clocks.h"
#include "runtime/ckpt/contents.h"
#include "runtime/ckpt/deliver.h"
#include "runtime/ckpt/directories.h"
#include "runtime/ckpt/fd_record.h"
#include "runtime/ckpt/descriptors.h"
#include "runtime/ckpt/flights.h"
#include "runtime/ckpt/future_lock.h"
#include "runtime/ckpt/interval.h"
#include "runtime/ckpt/ipc_objects.h"
#include "runtime/ckpt/mappings.h"
#include "runtime/ckpt/owner.h"
#include "runtime/ckpt/process.h"
#include "runtime/ckpt/quiesce.h"
#include "runtime/ckpt/room.h"
#include "runtime/ckpt/scan.h"
#include "runtime/ckpt/shared.h"
#include "runtime/ckpt/status_file.h"
#include "runtime/ckpt/stop.h"
#include "runtime/ckpt/temporary.h"
#include "runtime/ckpt/timers.h"
#include "runtime/ckpt/virtual_numbers.h"
#include "runtime/ckpt/write_image.h"
#include "runtime/sys/keeper.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

constexpr int kClockRealtime = 0, kClockMonotonic = 1;
constexpr u64 kSecond = 1000000000; // in nanoseconds

u64 arena_size(const MappingCount &maps, const DescriptorCount &fds,
               u64 timers, const VirtualCount &numbers) {
  // Each record once as it is collected and once in the head; runs and
  // segments for the case that no two pages with content are neighbours.
  constexpr u64 kEachMapping = 768, kEachPage = 192, kEachDescriptor = 4096;
  constexpr u64 kEachRun = 128, kEachWatch = 64;
  constexpr u64 kEachFileWatch = 9 << 10; // paths: hardly any of it is touched
  constexpr u64 kEachThread = 24 << 10; // its registers as core notes, twice
  constexpr u64 kEachTimer = 192;
  constexpr u64 kFixed = 8 << 20; // auxv, pending signals, buffers
  return stopped_threads() * kEachThread + maps.mappings * kEachMapping +
         maps.pages * kEachPage +
         maps.path_bytes * 4 + fds.descriptors * kEachDescriptor +
         fds.path_bytes * 4 + fds.runs * kEachRun + fds.watches * kEachWatch +
         fds.file_watches * kEachFileWatch +
         fds.frames + timers * kEachTimer + 2 * kDirectoriesRoom +
         2 * image::kMostGuards * sizeof(image::GuardRange) +
         2 * (numbers.numbers * sizeof(image::VirtualNumber) +
              numbers.url_bytes) + kFixed;
}

bool collect(Snapshot &snapshot, Reason &why) {
  MappingCount maps;
  DescriptorCount fds;
  u64 timers = 0;
  VirtualCount numbers = count_virtual_numbers();
  tell_ipc_objects();
  if (!find_flights(snapshot, why) || !count_mappings(maps, why) ||
      !count_descriptors(snapshot, fds, why) ||
      !count_timers(timers, why))
    return false;
  u64 size = arena_size(maps, fds, timers, numbers);
  SysResult reserved = snapshot.arena.reserve(size);
  if (reserved.error() == EAGAIN) { // mmap(2): too much memory is locked
    why.set("all future memory is locked (mlockall), and the limit of locked "
            "memory leaves no room for the ", size >> 20,
            " MiB that a checkpoint needs; raise it (ulimit -Hl)");
    return false;
  }
  if (!reserved.ok()) {
    why.set("no address space for ", size >> 20,
            " MiB of working memory (errno ", reserved.error(),
            "); is ulimit -v set?");
    return false;
  }
  // The clocks after all timers: else those would come early by what lies in
  // between.
  return collect_timers(snapshot, timers, why) &&
         collect_mappings(snapshot, maps, why) &&
         collect_descriptors(snapshot, fds, why) &&
         collect_virtual_numbers(snapshot, numbers, why) &&
         collect_clocks(snapshot, why) &&
         collect_process(snapshot, why) && make_readable(snapshot, why) &&
         settle_shared(snapshot, why) &&
         plan_contents(snapshot, fds.runs, why) &&
         collect_directories(snapshot, why) &&
         find_runs(snapshot, maps.pages, why) && plan_segments(snapshot, why);
}

// A write past the file size limit (ulimit -f) raises SIGXFSZ.  Those of the
// program's own have been taken before: this one is ours.
void drop_size_signal() {
  u64 set = signal_bit(SIGXFSZ);
  __kernel_timespec none = {};
  sys::rt_sigtimedwait(&set, nullptr, &none).ignore();
}

bool collect_and_write(Snapshot &snapshot, const TemporaryImage &file,
                       u64 &file_size, Reason &why) {
  FutureLock future; // until the arena is gone
  memcpy(snapshot.limits, state.limits, sizeof snapshot.limits);
  snapshot.attributes = state.attributes;
  snapshot.attributes.future_locks = future.flags();
  bool good = collect(snapshot, why) &&
              write_image(snapshot, file, file_size, why);
  restore_protection(snapshot);
  drop_size_signal();
  put_expiries_back(snapshot);
  snapshot.head_arena.release();
  snapshot.hidden_arena.release();
  snapshot.arena.release();
  end_flights(snapshot.flights);
  return good;
}

bool has_own_image(Reason &why) {
  if (!state.config.image[0]) {
    why.set("there is no name for its file: the path of the directory that the "
            "program started in cannot be told, or is too long together with "
            "the program's name; name a file with -_condor_ckpt");
    return false;
  }
  if (state.ancestor)
    why.set("process ", state.ancestor,
            ", which started this one, may have the same checkpoint file; give "
            "this one its own with -_condor_ckpt");
  return !state.ancestor;
}

// The temporary file becomes the image, or is copied to where images go.
bool publish(TemporaryImage &file, u64 size, Reason &why) {
  if (!state.image_to_descriptor)
    return file.publish(why);
  bool good = deliver_image(file.fd(), size, why);
  file.discard();
  return good;
}

bool make_image(const Interrupted &interrupted, bool leaves, Reason &why) {
  TemporaryImage file;
  Snapshot snapshot;
  state.obstacle_may_pass = false;
  if ((state.image_to_descriptor && !can_deliver(why)) ||
      !has_own_image(why) ||
      // Once more when nothing runs: without its root there is no /proc.
      !attributes_can_be_saved(state.origin, snapshot, why) ||
      !stop_program(interrupted, why) ||
      !process_can_be_saved(snapshot, why) ||
      !file.open(state.config.image, why))
    return false;
  // Whoever writes an image holds that lock.
  if (!may_replace_image(why)) {
    file.discard();
    return false;
  }
  // Part of the image: a restarted process counts on from there.
  ++state.generation;
  snapshot.interrupted = interrupted;
  snapshot.leaves = leaves;
  snapshot.temporary_fd = file.fd();
  u64 size = 0;
  bool good = collect_and_write(snapshot, file, size, why) &&
              publish(file, size, why);
  if (!good) {
    file.discard();
    --state.generation;
  }
  return good;
}

u64 nanoseconds(int clock) {
  __kernel_timespec now = {};
  sys::clock_gettime(clock, now).ignore();
  return static_cast<u64>(now.tv_sec) * kSecond + static_cast<u64>(now.tv_nsec);
}

void note_written(u64 began) {
  struct stat st = {};
  sys::stat(state.config.image, st).ignore();
  note_checkpoint(nanoseconds(kClockRealtime) / kSecond,
                  static_cast<u64>(st.st_size),
                  nanoseconds(kClockMonotonic) - began);
  note_failure("");
}

} // namespace

bool checkpoint(const Interrupted &interrupted, bool leaves, Reason &why) {
  notice_own_settings();
  Visible to_itself;
  IntervalPause no_timer;
  Room descriptors(RLIMIT_NOFILE), file_size(RLIMIT_FSIZE);
  u64 began = nanoseconds(kClockMonotonic);
  write_status(JobState::kCheckpointing);
  bool good = make_image(interrupted, leaves, why);
  if (!good && sys::keeper_is_missing()) // whatever that led to
    good = refuse_without_numbers(why);
  if (!good && sys::keeper_was_killed())
    why.set("the child process that holds the checkpoint's own descriptors was "
            "killed; ask again");
  if (good)
    note_written(began);
  else
    note_failure(why.view());
  write_status(JobState::kRunning);
  return good;
}

} // namespace ckpt
