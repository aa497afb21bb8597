// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/mappings.h"

#include <asm/errno.h>

#include "runtime/ckpt/pages.h"
#include "runtime/ckpt/regions.h"
#include "runtime/ckpt/shared.h"
#include "runtime/ckpt/stop.h"
#include "runtime/proc/read_file.h"

namespace ckpt {

namespace {

constexpr char kSmaps[] = "/proc/thread-self/smaps";

// One mapping's lines, as far as they have been read.
struct Current {
  bool valid = false;
  proc::MapsLine line;
  proc::MappingDetail detail;
  char path[proc::kLongestLine];
};

// Calls done(const Current &) -> bool for each mapping.
template <class Done> bool each_mapping(Reason &why, Done done) {
  Current current;
  bool good = proc::each_line(kSmaps, why, [&](StringView line) {
    if (!proc::looks_like_maps_line(line))
      return proc::parse_smaps_field(line, current.detail);
    if (current.valid && !done(current))
      return false;
    current.detail = {};
    current.valid = proc::parse_maps_line(line, current.line);
    // The line's buffer is reused: keep the path.
    size_t size = current.line.path.size;
    for (size_t i = 0; i < size; ++i)
      current.path[i] = current.line.path[i];
    current.line.path = {current.path, size};
    return current.valid;
  });
  return good && (!current.valid || done(current));
}

// The first address of [start, end) that is past the end of the file.
u64 readable_end(int scratch_fd, u64 start, u64 end) {
  if (page_readable(scratch_fd, end - kPageSize))
    return end;
  u64 good = start, bad = end - kPageSize; // [start, good) can be read
  while (good < bad) {
    u64 middle = page_down(good + (bad - good) / 2);
    if (page_readable(scratch_fd, middle))
      good = middle + kPageSize;
    else
      bad = middle;
  }
  return good;
}

class Collector {
public:
  Collector(Snapshot &snapshot, Reason &why) : to_(snapshot), why_(why) {}

  bool add(const Current &current) {
    if (current.line.start == to_.arena.start() ||
        current.line.start == to_.flights.arena.start() ||
        is_memory_of_stop(current.line.start))
      return true;
    RegionKind kind = classify_region(current.line, current.detail, why_);
    may_guard_ = current.detail.vm_flags & proc::kVmMaybeGuard;
    if (kind != RegionKind::kRefused && !has_default_policy(current))
      return false;
    switch (kind) {
    case RegionKind::kSkipped:
      return true;
    case RegionKind::kRefused:
      return false;
    case RegionKind::kVvar:
      if (!to_.vvar_start)
        to_.vvar_start = current.line.start;
      return true;
    case RegionKind::kVdso:
      to_.vdso_start = current.line.start;
      to_.vdso_end = current.line.end;
      return add_whole(current, image::kVdso, {});
    case RegionKind::kNamed:
      return add_named(current);
    case RegionKind::kSharedMemory:
    case RegionKind::kSharedFile:
    case RegionKind::kSystemV:
      return add_shared(current, kind);
    case RegionKind::kAnonymous:
      return add_anonymous(current);
    }
    return false;
  }
  size_t count() const { return count_; }

private:
  // A mapping without a policy of its own says that it has the default.
  bool has_default_policy(const Current &current) {
    constexpr u64 kOfAddress = 2; // MPOL_F_ADDR
    i32 mode = 0;
    sys::call(__NR_get_mempolicy, &mode, nullptr, 0, current.line.start,
              kOfAddress)
        .ignore(); // a kernel without NUMA
    if (mode)
      why_.set("the mapping at ", Hex{current.line.start},
               " has a NUMA memory policy (mbind), which is not saved yet");
    return !mode;
  }

  bool add_piece(const image::Mapping &piece, bool has_pages) {
    if (count_ == to_.mappings.size) {
      why_.set("the table of mappings grew while it was read");
      return false;
    }
    to_.mappings[count_] = piece;
    to_.mapping_notes[count_] = {};
    to_.mapping_notes[count_].may_guard = may_guard_;
    to_.mapping_notes[count_++].has_pages = has_pages;
    return true;
  }

  image::Mapping record(const Current &current, u32 extra_flags) const {
    image::Mapping m = {};
    m.start = current.line.start;
    m.end = m.readable_end = current.line.end;
    m.prot = current.line.prot;
    m.flags = mapping_flags(current.detail.vm_flags) | extra_flags;
    if (m.flags & image::kHugeTlb)
      while (u64{1} << m.page_shift < current.detail.page_kb << 10)
        ++m.page_shift;
    return m;
  }

  bool add_whole(const Current &current, u32 extra_flags, StringView path) {
    image::Mapping m = record(current, extra_flags);
    m.file_offset = current.line.offset;
    name(m, path);
    return add_piece(m, true);
  }

  bool add_named(const Current &current) {
    char path[kPathMax];
    size_t size = proc::unescape_path(current.line.path, path, sizeof path);
    if (size > sizeof path)
      size = 0;
    bool unwritten = !current.line.deleted && size <= sizeof path &&
                     !current.detail.anonymous_kb && !current.detail.swap_kb;
    u32 more = 0;
    if (unwritten)
      more |= image::kUnwritten;
    if (unwritten && current.line.shared)
      more |= image::kSharedView;
    // What cannot be read now may be made readable later.
    if (!add_whole(current, image::kNamed | more, {path, size}))
      return false;
    set_file(current.line);
    MappingNote &note = to_.mapping_notes[count_ - 1];
    note.swapped = current.detail.swap_kb;
    note.in_memory = current.line.deleted && is_in_memory(current.line);
    if (note.in_memory && current.line.path.starts_with("/memfd:"))
      give_old_name(to_.mappings[count_ - 1]);
    return true;
  }

  // It was a file's with a name at an earlier generation.
  void give_old_name(image::Mapping &m) {
    for (u64 i = 0; i < state.file_range_count; ++i) {
      const FileRange &range = state.file_ranges[i];
      if (range.start > m.start || range.end < m.end)
        continue;
      m.file_offset = range.offset + (m.start - range.start);
      name(m, {state.file_paths + range.path, range.path_size});
    }
  }

  void set_file(const proc::MapsLine &line) {
    MappingNote &note = to_.mapping_notes[count_ - 1];
    note.device = device_number(line.device_major, line.device_minor);
    note.inode = line.inode;
  }

  // Its object is found when all are known (settle_shared).
  bool add_shared(const Current &current, RegionKind kind) {
    const proc::MapsLine &line = current.line;
    image::Mapping m = record(current, image::kShared);
    m.file_offset = line.offset;
    if (kind != RegionKind::kSharedFile &&
        !(current.detail.vm_flags & proc::kVmMayWrite))
      m.flags |= image::kOnlyRead;
    bool of_file = kind == RegionKind::kSharedFile;
    char path[kPathMax];
    size_t size = proc::unescape_path(line.path, path, sizeof path);
    if (of_file && (size >= sizeof path || !to_.mapping_pool.add({path, size}, m.path))) {
      why_.set("the mapping at ", Hex{line.start}, " has too long a path");
      return false;
    }
    m.path_size = of_file ? static_cast<u32>(size) : 0;
    if (!add_piece(m, true))
      return false;
    MappingNote &note = to_.mapping_notes[count_ - 1];
    note.of_file = of_file;
    note.segment = kind == RegionKind::kSystemV;
    note.writable = current.detail.vm_flags & proc::kVmMayWrite;
    note.swapped = current.detail.swap_kb;
    note.on_disk = kind == RegionKind::kSharedMemory && !is_in_memory(line);
    note.seen = current.detail.shared_kb;
    set_file(line);
    constexpr StringView kMemfd = "/memfd:";
    if (line.path.starts_with(kMemfd) && size <= sizeof path &&
        to_.mapping_pool.add(StringView(path, size).drop(kMemfd.size),
                             note.name))
      note.name_size = static_cast<u32>(size - kMemfd.size);
    return true;
  }

  bool add_anonymous(const Current &current) {
    image::Mapping m = record(current, 0);
    bool has_pages = current.detail.rss_kb + current.detail.swap_kb != 0;
    if (m.flags & image::kDroppable) // it may be zero at any time
      return add_piece(m, false);
    if (m.flags & image::kHugeTlb) // smaps counts these pages apart
      return add_piece(m, true);
    add_given_name(current.line.path, m);
    return add_piece(m, has_pages);
  }

  void add_given_name(StringView path, image::Mapping &m) {
    constexpr char kPrefix[] = "[anon:";
    if (!path.starts_with(kPrefix) || !path.ends_with("]"))
      return;
    StringView given = path.drop(sizeof kPrefix - 1);
    name(m, given.take(given.size - 1));
    if (m.path_size)
      m.flags |= image::kAnonymousName;
  }

  // A name that finds no room is left out: it only serves debuggers.
  void name(image::Mapping &m, StringView path) {
    m.path_size = 0;
    if (to_.mapping_pool.add(path, m.path))
      m.path_size = static_cast<u32>(path.size);
  }

  Snapshot &to_;
  Reason &why_;
  size_t count_ = 0;
  bool may_guard_ = false; // the mapping that is added
};

} // namespace

bool make_readable(Snapshot &snapshot, Reason &why) {
  for (size_t i = 0; i < snapshot.mappings.size; ++i) {
    image::Mapping &m = snapshot.mappings[i];
    MappingNote &note = snapshot.mapping_notes[i];
    if (!note.has_pages)
      continue;
    if (!(m.prot & PROT_READ)) {
      // What may be run stays so: it might not be given back (PR_SET_MDWE).
      int prot = static_cast<int>(m.prot) | PROT_READ;
      if (!sys::mprotect(m.start, m.end - m.start, prot).ok()) {
        why.set("the mapping at ", Hex{m.start}, " cannot be made readable");
        return false;
      }
      note.made_readable = true;
    }
    if (m.flags & (image::kNamed | image::kShared))
      m.readable_end = readable_end(snapshot.temporary_fd, m.start, m.end);
  }
  return true;
}

void restore_protection(const Snapshot &snapshot) {
  size_t count = min(snapshot.mappings.size, snapshot.mapping_notes.size);
  for (size_t i = 0; i < count; ++i) {
    const image::Mapping &m = snapshot.mappings[i];
    // Cannot fail for want of mappings: it splits what was split before.
    if (snapshot.mapping_notes[i].made_readable)
      sys::mprotect(m.start, m.end - m.start, static_cast<int>(m.prot))
          .ignore();
  }
}

bool count_mappings(MappingCount &count, Reason &why) {
  bool good = each_mapping(why, [&](const Current &current) {
    ++count.mappings;
    count.path_bytes += current.line.path.size;
    const proc::MapsLine &line = current.line;
    u64 pages = (current.detail.rss_kb + current.detail.swap_kb) / 4;
    // What a file backs is saved whole.
    if (line.path.starts_with("/") || line.path == "[vdso]")
      pages = (line.end - line.start) / kPageSize;
    if (line.shared && line.deleted)
      pages = count_resident(line.start, line.end,
                             current.detail.swap_kb || !is_in_memory(line));
    count.pages += pages;
    return true;
  });
  for (u64 i = 0; i < state.file_range_count; ++i)
    count.path_bytes += state.file_ranges[i].path_size; // old names
  count.mappings += 8; // the arena, and what it may split
  return good;
}

bool collect_mappings(Snapshot &snapshot, const MappingCount &count,
                      Reason &why) {
  Arena &arena = snapshot.arena;
  snapshot.mappings = arena.array<image::Mapping>(count.mappings);
  snapshot.mapping_notes = arena.array<MappingNote>(count.mappings);
  // A path may be named once for each of a file's mappings and ranges.
  snapshot.mapping_pool.room = arena.array<char>(
      count.path_bytes + count.mappings * 64);
  if (!snapshot.mappings.data || !snapshot.mapping_notes.data ||
      !snapshot.mapping_pool.room.data) {
    why.set("no room for the table of ", count.mappings, " mappings");
    return false;
  }
  Collector collector(snapshot, why);
  bool good = each_mapping(
      why, [&](const Current &current) { return collector.add(current); });
  snapshot.mappings.size = snapshot.mapping_notes.size = collector.count();
  if (!snapshot.vvar_start)
    snapshot.vvar_start = snapshot.vdso_start;
  return good;
}

} // namespace ckpt
