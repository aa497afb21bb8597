// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/shared.h"

#include <asm/errno.h>
#include <asm/mman.h>
#include <asm/statfs.h>

#include "runtime/abi/heap_sort.h"
#include "runtime/ckpt/hidden.h"
#include "runtime/ckpt/segments.h"
#include "runtime/fd/describe.h"

namespace ckpt {

namespace {

constexpr u32 kPermissions = 0777;

bool refuse(const image::Mapping &m, StringView what, Reason &why) {
  why.set("the shared memory at ", Hex{m.start}, " ", what);
  return false;
}

// Orders the shared mappings by object, then by their place in it.
class Order {
public:
  Order(const Snapshot &from, Span<u32> index) : from_(from), index_(index) {}

  void sort() { // 65,000 mappings
    heap_sort(index_, [this](u32 a, u32 b) { return before(a, b); });
  }
  bool same_object(u32 a, u32 b) const {
    const MappingNote &x = from_.mapping_notes[a], &y = from_.mapping_notes[b];
    return x.device == y.device && x.inode == y.inode;
  }

private:
  bool before(u32 a, u32 b) const {
    const MappingNote &x = from_.mapping_notes[a], &y = from_.mapping_notes[b];
    if (x.device != y.device)
      return x.device < y.device;
    if (x.inode != y.inode)
      return x.inode < y.inode;
    u64 p = from_.mappings[a].file_offset, q = from_.mappings[b].file_offset;
    return p != q ? p < q : a < b;
  }

  const Snapshot &from_;
  Span<u32> index_;
};

class Settler {
public:
  Settler(Snapshot &snapshot, Reason &why) : to_(snapshot), why_(why) {}

  bool run() {
    if (!list())
      return false;
    Order order(to_, index_);
    order.sort();
    to_.shared_order = index_;
    for (size_t from = 0, to; from < index_.size; from = to) {
      to = from + 1;
      while (to < index_.size && order.same_object(index_[from], index_[to]))
        ++to;
      to_.shown_by[count_] = {static_cast<u32>(from), static_cast<u32>(to - from)};
      if (!add_object(index_.sub(from, to - from)))
        return false;
    }
    to_.shared.size = count_;
    return true;
  }

private:
  bool list() {
    size_t count = 0, names = 1;
    for (size_t i = 0; i < to_.mappings.size; ++i)
      if (to_.mappings[i].flags & image::kShared) {
        ++count;
        names += to_.mappings[i].path_size + to_.mapping_notes[i].name_size;
      }
    index_ = to_.arena.array<u32>(count);
    to_.shared = to_.arena.array<image::SharedObject>(count);
    to_.shown_by = to_.arena.array<ShownBy>(count);
    to_.system_v = to_.arena.array<image::SystemVSegment>(count);
    to_.shared_pool.room = to_.arena.array<char>(names);
    if (!index_.data || !to_.shared.data || !to_.shown_by.data ||
        !to_.system_v.data || !to_.shared_pool.room.data) {
      why_.set("no room for the table of shared memory");
      return false;
    }
    to_.system_v.size = 0;
    begin_segments();
    size_t next = 0;
    for (size_t i = 0; i < to_.mappings.size; ++i)
      if (to_.mappings[i].flags & image::kShared)
        index_[next++] = static_cast<u32>(i);
    return true;
  }

  // Sorted by where they begin, the mappings before one have shown whatever is
  // below the furthest end so far: what it is the first to show is one range.
  void share_out(Span<u32> group, image::SharedObject &object) {
    u64 shown = 0;
    for (u32 i : group) {
      image::Mapping &m = to_.mappings[i];
      MappingNote &note = to_.mapping_notes[i];
      u64 end = m.file_offset + (m.readable_end - m.start);
      u64 from = max(m.file_offset, min(shown, end));
      note.content_start = m.start + (from - m.file_offset);
      note.content_end = m.readable_end;
      m.object = static_cast<u32>(count_);
      if (m.flags & image::kOnlyRead) // filled again as what is hidden is
        note.content_start = note.content_end;
      else if (m.readable_end > m.start) // else it is all behind the end
        shown = max(shown, end);
    }
    object.size = shown;
  }

  bool add_object(Span<u32> group) {
    const image::Mapping &first = to_.mappings[group[0]];
    const MappingNote &note = to_.mapping_notes[group[0]];
    image::SharedObject &object = to_.shared[count_];
    object = {};
    object.kind = image::SharedKind::kAnonymous;
    object.descriptor = -1;
    object.device = note.device;
    object.inode = note.inode;
    share_out(group, object);
    bool good = note.of_file ? settle_file(group, object)
                : !can_be_searched(group)
                    ? refuse(first, "is partly swapped out, and too large to "
                                    "be looked through", why_)
                : note.segment
                    ? save_segment(to_.system_v, static_cast<u32>(count_), object,
                                   group.size, first.start, why_)
                    : settle_memory(group, object);
    ++count_;
    StringView name = to_.mapping_pool.view();
    name = note.of_file ? name.drop(first.path).take(first.path_size)
                        : name.drop(note.name).take(note.name_size);
    object.path_size = static_cast<u32>(name.size);
    return good && (to_.shared_pool.add(name, object.path) ||
                    refuse(first, "has too long a name", why_));
  }

  // Where a part is swapped out every page is looked at, and takes memory.
  bool can_be_searched(Span<u32> group) const {
    constexpr u64 kMost = u64{4} << 30;
    u64 size = 0;
    bool swapped = false;
    for (u32 i : group) {
      const MappingNote &note = to_.mapping_notes[i];
      size += note.content_end - note.content_start;
      swapped = swapped || note.swapped;
    }
    return !swapped || to_.mapping_notes[group[0]].on_disk || size <= kMost;
  }

  bool is_whole(Span<u32> group, u64 size) const {
    u64 shown = 0;
    for (u32 i : group) {
      const image::Mapping &m = to_.mappings[i];
      if (m.file_offset > shown)
        return false;
      shown = max(shown, m.file_offset + (m.readable_end - m.start));
    }
    return shown >= size;
  }

  // A file that was copied up by overlayfs has another number there.
  bool settle_file(Span<u32> group, image::SharedObject &object) {
    const image::Mapping &first = to_.mappings[group[0]];
    Text<kPathMax> path(
        to_.mapping_pool.view().drop(first.path).take(first.path_size));
    struct stat st;
    if (!sys::stat(path.c_str(), st).ok() ||
        (st.st_mode & fd::kTypeMask) != fd::kTypeRegular ||
        (st.st_dev == object.device && st.st_ino != object.inode)) {
      why_.set("the file ", path, ", which the program has mapped, cannot be "
               "found under its name");
      return false;
    }
    object.kind = image::SharedKind::kFile;
    object.device = st.st_dev;
    object.inode = st.st_ino;
    bool whole = is_whole(group, static_cast<u64>(st.st_size));
    if (whole && path.view().starts_with("/dev/shm/"))
      object.flags |= image::kWhole;
    object.size = static_cast<u64>(st.st_size);
    object.mode = st.st_mode & kPermissions;
    for (u32 i : group) {
      const image::Mapping &m = to_.mappings[i];
      if (!to_.mapping_notes[i].writable)
        continue;
      object.flags |= image::kMayWrite;
      SysResult synced =
          sys::call(__NR_msync, m.start, m.end - m.start, MS_SYNC);
      if (synced.ok() || synced.error() == ENOMEM)
        continue;
      why_.set("the file ", path, ", which the program has mapped, cannot be "
               "written to its disk (errno ", synced.error(), ")");
      return false;
    }
    return true;
  }

  // Then the other that sees it may be the job itself.
  bool is_mapped_private(const image::SharedObject &object) const {
    for (size_t i = 0; i < to_.mappings.size; ++i)
      if (to_.mappings[i].flags & image::kNamed &&
          to_.mapping_notes[i].inode == object.inode &&
          to_.mapping_notes[i].device == object.device)
        return true;
    return false;
  }

  // Children that share it were waited for, or refused.  What is left: one
  // that has outlived its own parent, and whoever was sent a memfd.
  bool settle_memory(Span<u32> group, image::SharedObject &object) {
    const image::Mapping &first = to_.mappings[group[0]];
    const image::Descriptor *best = nullptr;
    for (const image::Descriptor &d : to_.descriptors) {
      if (d.inode != object.inode || d.device != object.device ||
          d.shares >= 0)
        continue;
      if (d.kind == image::FdKind::kInherited)
        return refuse(first, "is of a descriptor that the program was started "
                             "with", why_);
      bool writes = (d.open_flags & O_ACCMODE) == O_RDWR;
      if (!best || writes)
        best = &d;
    }
    if (best) {
      object.kind = image::SharedKind::kDescriptor;
      object.descriptor = best->number;
      object.size = max(object.size, best->length);
      for (u32 i : group)
        to_.mapping_notes[i].content_end = to_.mapping_notes[i].content_start;
      return true;
    }
    if (group.size == 1 && to_.mapping_notes[group[0]].seen &&
        !is_mapped_private(object))
      return refuse(first, "is seen by another process too", why_);
    return find_end(to_, {group.data, group.size}, object.size, why_);
  }

  Snapshot &to_;
  Reason &why_;
  Span<u32> index_;
  size_t count_ = 0;
};

} // namespace

bool settle_shared(Snapshot &snapshot, Reason &why) {
  return Settler(snapshot, why).run();
}

// A name of the kernel's own, or of a file in memory that had one: as long as
// its directory is there.
bool is_in_memory(const proc::MapsLine &line) {
  constexpr u64 kTmpfs = 0x01021994; // statfs(2)
  StringView path = line.path;
  if (path == "/dev/zero" || path.starts_with("/memfd:") ||
      path.starts_with("/SYSV"))
    return true;
  while (path.size > 1 && path[path.size - 1] != '/')
    path = path.take(path.size - 1);
  char name[kPathMax];
  size_t size = proc::unescape_path(path, name, sizeof name - 1);
  if (size >= sizeof name)
    return false;
  name[size] = 0;
  struct stat st;
  struct statfs about = {};
  return sys::stat(name, st).ok() &&
         st.st_dev == device_number(line.device_major, line.device_minor) &&
         sys::call(__NR_statfs, name, &about).ok() &&
         static_cast<u64>(about.f_type) == kTmpfs;
}

void find_resident(u64 start, u64 pages, u8 *resident) {
  SysResult told =
      sys::call(__NR_mincore, start, pages * kPageSize, resident);
  if (!told.ok())
    for (u64 i = 0; i < pages; ++i)
      resident[i] = 1;
}

u64 count_resident(u64 start, u64 end, bool swapped) {
  u8 resident[kResidentBatch];
  u64 count = 0;
  if (swapped)
    return (end - start) / kPageSize;
  while (start < end) {
    u64 pages = min((end - start) / kPageSize, kResidentBatch);
    find_resident(start, pages, resident);
    for (u64 i = 0; i < pages; ++i)
      count += resident[i] & 1;
    start += pages * kPageSize;
  }
  return count;
}

} // namespace ckpt
