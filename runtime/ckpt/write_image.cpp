// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/write_image.h"

#include "runtime/ckpt/contents.h"
#include "runtime/ckpt/core_notes.h"
#include "runtime/ckpt/late_signals.h"
#include "runtime/ckpt/scan.h"
#include "runtime/ckpt/throttle.h"
#include "runtime/image/checksum.h"
#include "runtime/image/decode.h"
#include "runtime/image/encode.h"

namespace ckpt {

namespace {

template <class T> Span<const T> view(Span<T> s) { return {s.data, s.size}; }

void set_pending(image::HeadInput &in, const Snapshot &snapshot) {
  in.pending = snapshot.pending;
  in.more_pending = snapshot.pending_room - snapshot.pending.size;
}

image::HeadInput head_input(Snapshot &snapshot) {
  snapshot.pending_room =
      snapshot.pending.size + (snapshot.leaves ? kMostLate : 0);
  image::HeadInput in;
  in.meta = &snapshot.meta;
  in.provenance = snapshot.provenance.view();
  in.options = snapshot.options.view();
  in.cpu = view(snapshot.cpu);
  in.mappings = view(snapshot.mappings);
  in.mapping_pool = snapshot.mapping_pool.view();
  in.runs = view(snapshot.runs);
  in.threads = view(snapshot.threads);
  in.descriptors = view(snapshot.descriptors);
  in.descriptor_pool = snapshot.descriptor_pool.view();
  in.locks = view(snapshot.locks);
  in.actions = {snapshot.actions, image::kSignals};
  set_pending(in, snapshot);
  in.limits = {snapshot.limits, image::kLimitCount};
  in.attributes = &snapshot.attributes;
  in.shared = view(snapshot.shared);
  in.shared_pool = snapshot.shared_pool.view();
  in.timers = view(snapshot.timers);
  in.clocks = view(snapshot.clocks);
  in.contents = view(snapshot.contents);
  in.watches = view(snapshot.watches);
  in.file_watches = view(snapshot.file_watches);
  in.file_watch_pool = snapshot.file_watch_pool.view();
  in.content_runs = view(snapshot.content_runs);
  in.thread_settings = view(snapshot.thread_settings);
  in.directories = view(snapshot.directories);
  in.directory_pool = snapshot.directory_pool.view();
  in.names = view(snapshot.names);
  in.name_pool = snapshot.name_pool.view();
  in.guards = view(snapshot.guards);
  in.hidden = view(snapshot.hidden);
  in.system_v = view(snapshot.system_v);
  in.waiting = view(snapshot.waiting);
  in.flights = view(snapshot.flights.records);
  in.virtual_numbers = view(snapshot.virtual_numbers);
  in.virtual_pool = snapshot.virtual_pool.view();
  in.segments = view(snapshot.segments);
  in.standard = build_core_notes(snapshot);
  return in;
}

constexpr u64 kWritebackStep = 16 << 20;

class RunWriter {
public:
  RunWriter(Snapshot &snapshot, const TemporaryImage &file)
      : from_(snapshot), file_(file),
        bounce_(snapshot.arena.array<u8>(image::kMaxRunPages * kPageSize)) {}

  Span<u8> buffer() const { return bounce_; }

  bool write_all(Reason &why) {
    if (!bounce_.data) {
      why.set("no room for a buffer of 1 MiB");
      return false;
    }
    Throttle throttle;
    size_t mapping = 0;
    for (image::Run &run : from_.runs) {
      while (from_.mappings[mapping].end <= run.address)
        ++mapping;
      bool from_file = from_.mappings[mapping].flags & image::kNamed ||
                       from_.mapping_notes[mapping].of_file;
      if (!(from_file ? write_checked(run, why) : write_direct(run, why)))
        return false;
      start_writeback(run.file_offset + run.pages * kPageSize);
      if (!state.image_to_descriptor) // else the copy is held down
        throttle.wrote(run.pages * kPageSize);
    }
    return true;
  }

private:
  // The disk works while the rest is still summed and copied.
  void start_writeback(u64 written) {
    if (written - started_ < kWritebackStep)
      return;
    file_.start_writeback(started_, written);
    started_ = written;
  }

  bool write_direct(image::Run &run, Reason &why) {
    run.crc = image::run_crc(run, reinterpret_cast<void *>(run.address));
    return file_.write(reinterpret_cast<void *>(run.address),
                       run.pages * kPageSize, run.file_offset, why);
  }

  // A load from a file's page can fault (the file was cut, its disk failed);
  // write(2) only reports it.  So the checksum is taken from what was written.
  bool write_checked(image::Run &run, Reason &why) {
    u64 size = run.pages * kPageSize;
    if (!file_.write(reinterpret_cast<void *>(run.address), size,
                     run.file_offset, why))
      return false;
    for (u64 done = 0; done < size;) {
      SysResult n = sys::pread(file_.fd(), bounce_.data + done, size - done,
                               run.file_offset + done);
      if (!n.ok() || n.value() == 0) {
        why.set("cannot read back the temporary image (errno ", n.error(),
                ")");
        return false;
      }
      done += static_cast<u64>(n.value());
    }
    run.crc = image::run_crc(run, bounce_.data);
    return true;
  }

  Snapshot &from_;
  const TemporaryImage &file_;
  Span<u8> bounce_;
  u64 started_ = 0; // writeback, up to this offset
};

bool write_head(const image::HeadInput &in, Span<u8> head,
                const TemporaryImage &file, u64 file_size, Reason &why) {
  if (!image::encode_head(in, head)) {
    why.set("the image's head does not fit its plan");
    return false;
  }
  image::Commit commit = image::make_commit(
      file_size, head.size, image::crc32c(0, head.data, head.size));
  // What a restart would refuse is not published.
  image::View check;
  if (!image::decode_head({head.data, head.size}, commit, check, why))
    return false;
  return file.write(head.data, head.size, 0, why) &&
         file.write(&commit, sizeof commit, file_size - sizeof commit, why);
}

// The program ends after this: whatever has come for it until the image is on
// the disk is in it.  Of signals that keep coming some are not.
bool write_last_head(Snapshot &snapshot, image::HeadInput &in, Span<u8> head,
                     const TemporaryImage &file, u64 file_size, Reason &why) {
  constexpr int kMostHeads = 8;
  if (!file.sync(why))
    return false;
  (void)take_late_signals(snapshot);
  for (int written = 0; written < kMostHeads; ++written) {
    set_pending(in, snapshot);
    if (!write_head(in, head, file, file_size, why) || !file.sync(why))
      return false;
    if (!take_late_signals(snapshot))
      return true;
  }
  return true;
}

} // namespace

bool write_image(Snapshot &snapshot, const TemporaryImage &file,
                 u64 &file_size, Reason &why) {
  // The head's size depends on counts alone, so places come before content.
  image::HeadInput in = head_input(snapshot);
  u64 data_offset = image::head_size(in);
  Span<u8> head = snapshot.arena.array<u8>(data_offset);
  // The arena was reserved before it was known what is hidden.
  if (!head.data && snapshot.head_arena.reserve(data_offset).ok())
    head = snapshot.head_arena.array<u8>(data_offset);
  if (!in.standard.data || !data_offset || !head.data) {
    why.set("no room for the image's head");
    return false;
  }
  u64 pages = 0;
  for (const image::Run &run : snapshot.runs)
    pages += run.pages;
  u64 data_end =
      place_contents(snapshot, place_segments(snapshot, data_offset));
  file_size = data_end + sizeof(image::Commit);
  if (!file.enough_space(data_offset + pages * kPageSize +
                             content_bytes(snapshot), why))
    return false;
  RunWriter writer(snapshot, file);
  if (!writer.write_all(why) ||
      !write_contents(snapshot, file, writer.buffer(), why))
    return false;
  snapshot.meta.data_offset = data_offset;
  return snapshot.leaves
             ? write_last_head(snapshot, in, head, file, file_size, why)
             : write_head(in, head, file, file_size, why);
}

} // namespace ckpt
