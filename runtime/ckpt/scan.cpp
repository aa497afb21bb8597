// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/scan.h"

#include <asm/errno.h>
#include <asm/mman.h>

#include "runtime/arch/x86_64/entry.h"
#include "runtime/ckpt/guards.h"
#include "runtime/ckpt/pages.h"
#include "runtime/ckpt/shared.h"
#include "runtime/fd/data_parts.h"
#include "runtime/sys/keeper.h"

namespace ckpt {

namespace {

constexpr u64 kPresent = 1ull << 63; // Documentation/admin-guide/mm/pagemap.rst
constexpr u64 kSwapped = 1ull << 62;
constexpr u64 kGuard = 1ull << 58;   // Linux 6.15, by MADV_GUARD_INSTALL
constexpr u64 kPagemapBatch = 2048;
constexpr u64 kOfFile = 1ull << 61;  // or of shared memory
constexpr u64 kLargestGap = 64 * 1024;
constexpr u64 kLargestFileGap = 1 << 20;

bool in_work_area(u64 page) {
  return page >= reinterpret_cast<u64>(__ckpt_work_start) &&
         page < reinterpret_cast<u64>(__ckpt_work_end);
}

class RunFinder {
public:
  RunFinder(Snapshot &snapshot, int pagemap, Reason &why)
      : to_(snapshot), pagemap_(pagemap), why_(why) {}

  bool add_mapping(const image::Mapping &m, const MappingNote &note) {
    open_ = guard_open_ = false;
    if (note.may_guard && !guards_can_be_told(m))
      return false;
    if (!note.has_pages && !note.may_guard)
      return true;
    if (m.flags & image::kShared)
      return note.of_file ? add_data(m, note)
                          : add_resident(note, note.content_start,
                                         note.content_end);
    if (m.flags & image::kNamed)
      return add_file(m, note);
    return m.flags & image::kVdso ? add_range(m.start, m.readable_end)
                                  : add_present(m);
  }
  size_t count() const { return count_; }
  size_t guards() const { return guards_; }

private:
  bool refuse(const image::Mapping &m, StringView what) const {
    why_.set("the mapping at ", Hex{m.start}, " ", what);
    return false;
  }

  // The kernel says that there may be some, also when they are gone again.
  bool guards_can_be_told(const image::Mapping &m) const {
    if (pagemap_ < 0)
      return refuse(m, "may hold guard pages (MADV_GUARD_INSTALL), and "
                       "/proc/self/pagemap, which tells, cannot be read");
    if (!(m.flags & (image::kNamed | image::kShared)))
      return true;
    u64 entries[kPagemapBatch];
    for (u64 page = m.start; page < m.end;) {
      u64 pages = min((m.end - page) / kPageSize, kPagemapBatch);
      read_entries(page, entries, pages);
      for (u64 i = 0; i < pages; ++i, page += kPageSize)
        if (entries[i] & kGuard)
          return refuse(m, "has guard pages (MADV_GUARD_INSTALL) in memory of "
                           "a file or shared memory, which are not saved yet");
    }
    return true;
  }

  // It looks like a page that was swapped out.  Before Linux 6.15 nothing tells
  // them apart but that one cannot be read.
  bool is_guard(u64 page, u64 entry) const {
    bool may_be = (entry & kSwapped) && !(entry & kPresent);
    return may_be && (entry & kGuard ||
                      sys::pwrite(to_.temporary_fd,
                                  reinterpret_cast<void *>(page), 1, 0)
                              .error() == EFAULT);
  }

  bool add_guard(const image::Mapping &m, u64 page) {
    if (m.flags & (image::kHugeTlb | image::kDroppable))
      return refuse(m, "has guard pages (MADV_GUARD_INSTALL) in memory of a "
                       "kind that is not saved with them");
    if (guard_open_ && to_.guards[guards_ - 1].end == page) {
      to_.guards[guards_ - 1].end += kPageSize;
      return true;
    }
    if (guards_ == to_.guards.size)
      return refuse(m, "has guard pages (MADV_GUARD_INSTALL) in more places "
                       "than can be saved");
    to_.guards[guards_++] = {page, page + kPageSize};
    guard_open_ = true;
    return true;
  }

  bool add_range(u64 page, u64 end) {
    for (; page < end; page += kPageSize)
      if (!in_work_area(page) && !add_page(page))
        return false;
    return true;
  }

  // Holes are zero but for what the program has written there.  To look for them
  // costs more than they can save where the mapping is small.
  bool add_file(const image::Mapping &m, const MappingNote &note) {
    bool opened = false, large = m.readable_end - m.start >= kLargestFileGap;
    int fd = large && pagemap_ >= 0
                 ? descriptor_of(m, note.device, note.inode, opened)
                 : -1;
    if (fd < 0 && note.in_memory)
      return add_resident(note, m.start, m.readable_end);
    if (fd < 0)
      return add_range(m.start, m.readable_end);
    u64 done = m.start, offset = m.file_offset - m.start;
    bool good = fd::each_data_part(
        fd, m.file_offset, m.readable_end + offset, [&](u64 from, u64 to) {
          u64 hole = done;
          done = to - offset;
          return add_written(hole, from - offset) &&
                 add_range(from - offset, to - offset);
        });
    if (opened)
      sys::close(fd).ignore();
    return good && add_written(done, m.readable_end);
  }

  // Copies that the program has got by writing.
  bool add_written(u64 page, u64 end) {
    u64 entries[kPagemapBatch];
    while (page < end) {
      u64 pages = min((end - page) / kPageSize, kPagemapBatch);
      read_entries(page, entries, pages);
      for (u64 i = 0; i < pages; ++i, page += kPageSize)
        if (entries[i] & (kPresent | kSwapped) && !(entries[i] & kOfFile) &&
            !in_work_area(page) && !is_guard(page, entries[i]) &&
            !page_is_zero(page) && !add_page(page))
          return false;
    }
    return true;
  }

  // A shared file's holes are zero, and were written to its disk before (msync).
  bool add_data(const image::Mapping &m, const MappingNote &note) {
    if (note.content_start >= note.content_end)
      return true;
    bool opened = false;
    const image::SharedObject &object = to_.shared[m.object];
    int fd = descriptor_of(m, object.device, object.inode, opened);
    if (fd < 0)
      return add_range(note.content_start, note.content_end);
    u64 offset = m.file_offset - m.start; // of the file, behind an address
    bool good = fd::each_data_part(
        fd, note.content_start + offset, note.content_end + offset,
        [&](u64 from, u64 to) {
          return add_range(from - offset, to - offset);
        });
    if (opened)
      sys::close(fd).ignore();
    return good;
  }

  // One of the program's if it has any: to close another one would drop the
  // process's record locks on the file.  -1: it cannot be opened.
  int descriptor_of(const image::Mapping &m, u64 device, u64 inode,
                    bool &opened) const {
    for (const image::Descriptor &d : to_.descriptors)
      if (d.inode == inode && d.device == device &&
          d.kind != image::FdKind::kPathOnly)
        return d.number;
    Text<kPathMax> path(
        to_.mapping_pool.view().drop(m.path).take(m.path_size));
    struct stat st;
    // Another file under that name may be the one that has locks.
    if (!sys::stat(path.c_str(), st).ok() || st.st_dev != device ||
        st.st_ino != inode)
      return -1;
    SysResult there = sys::open_own(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    opened = there.ok() && sys::fstat(there.fd(), st).ok() &&
             st.st_dev == device && st.st_ino == inode;
    if (there.ok() && !opened)
      sys::close(there.fd()).ignore();
    return opened ? there.fd() : -1;
  }

  // Looking at a page that the object does not have would give it one.
  bool add_resident(const MappingNote &note, u64 page, u64 end) {
    u8 resident[kResidentBatch];
    while (page < end) {
      u64 pages = min((end - page) / kPageSize, kResidentBatch);
      find_resident(page, pages, resident);
      for (u64 i = 0; i < pages; ++i, page += kPageSize)
        if ((note.on_disk ? !file_page_is_zero(page)
                          : (resident[i] & 1 || note.swapped) &&
                                !page_is_zero(page)) &&
            !add_page(page))
          return false;
    }
    return true;
  }

  bool add_present(const image::Mapping &m) {
    u64 entries[kPagemapBatch];
    for (u64 page = m.start; page < m.end;) {
      u64 pages = min((m.end - page) / kPageSize, kPagemapBatch);
      read_entries(page, entries, pages);
      for (u64 i = 0; i < pages; ++i, page += kPageSize) {
        if (!(entries[i] & (kPresent | kSwapped)) || in_work_area(page))
          continue;
        if (is_guard(page, entries[i]) ? !add_guard(m, page)
                                       : !page_is_zero(page) && !add_page(page))
          return false;
      }
    }
    return true;
  }

  // Without pagemap (some containers) every page is looked at.
  void read_entries(u64 page, u64 *entries, u64 pages) const {
    size_t size = pages * sizeof *entries;
    SysResult n = pagemap_ < 0 ? SysResult(-1)
                               : sys::pread(pagemap_, entries, size,
                                            page / kPageSize * 8);
    if (!n.ok() || static_cast<size_t>(n.value()) != size)
      for (u64 i = 0; i < pages; ++i)
        entries[i] = kPresent;
  }

  bool add_page(u64 page) {
    image::Run *last = count_ ? &to_.runs[count_ - 1] : nullptr;
    if (open_ && last->pages < image::kMaxRunPages &&
        last->address + last->pages * kPageSize == page) {
      ++last->pages;
      return true;
    }
    if (count_ == to_.runs.size)
      return false;
    to_.runs[count_++] = {page, 0, 1, 0};
    open_ = true;
    return true;
  }

  Snapshot &to_;
  int pagemap_;
  Reason &why_;
  size_t count_ = 0, guards_ = 0;
  bool open_ = false; // the last run belongs to the current mapping
  bool guard_open_ = false; // the same of the last range of guards
};

u32 segment_flags(u32 prot) {
  return (prot & PROT_READ ? image::kSegmentRead : 0) |
         (prot & PROT_WRITE ? image::kSegmentWrite : 0) |
         (prot & PROT_EXEC ? image::kSegmentExec : 0);
}

class SegmentPlanner {
public:
  explicit SegmentPlanner(Snapshot &snapshot) : to_(snapshot) {}

  bool add_mapping(const image::Mapping &m, size_t &run) {
    if (!start(m.start, m.prot))
      return false;
    u64 largest = m.flags & image::kNamed ? kLargestFileGap : kLargestGap;
    for (; run < to_.runs.size && to_.runs[run].address < m.end; ++run) {
      u64 address = to_.runs[run].address;
      if (address - data_end() >= largest) {
        current().memsz = address - current().vaddr;
        if (!start(address, m.prot))
          return false;
      }
      u64 end = address + to_.runs[run].pages * kPageSize;
      current().filesz = end - current().vaddr;
    }
    if (m.flags & image::kNamed && m.readable_end - data_end() < largest)
      current().filesz = m.readable_end - current().vaddr;
    current().memsz = m.end - current().vaddr;
    return true;
  }
  size_t count() const { return count_; }

private:
  image::Segment &current() { return to_.segments[count_ - 1]; }
  u64 data_end() { return current().vaddr + current().filesz; }

  bool start(u64 address, u32 prot) {
    if (count_ == to_.segments.size)
      return false;
    to_.segments[count_++] = {address, 0, 0, 0, segment_flags(prot)};
    return true;
  }

  Snapshot &to_;
  size_t count_ = 0;
};

} // namespace

bool find_runs(Snapshot &snapshot, u64 page_bound, Reason &why) {
  snapshot.guards =
      snapshot.arena.array<image::GuardRange>(image::kMostGuards);
  snapshot.runs = snapshot.arena.array<image::Run>(page_bound);
  SysResult pagemap =
      sys::open_own("/proc/thread-self/pagemap", O_RDONLY | O_CLOEXEC);
  note_guards(snapshot, pagemap.ok() ? pagemap.fd() : -1);
  RunFinder finder(snapshot, pagemap.ok() ? pagemap.fd() : -1, why);
  bool good = snapshot.runs.data && snapshot.guards.data;
  for (size_t i = 0; good && i < snapshot.mappings.size; ++i)
    good = finder.add_mapping(snapshot.mappings[i], snapshot.mapping_notes[i]);
  if (pagemap.ok())
    sys::close(pagemap.fd()).ignore();
  if (!good) {
    if (why.empty())
      why.set("more pages have content than the kernel had said");
    return false;
  }
  snapshot.guards.size = finder.guards();
  snapshot.arena.shrink(snapshot.runs, finder.count());
  return true;
}

bool plan_segments(Snapshot &snapshot, Reason &why) {
  snapshot.segments = snapshot.arena.array<image::Segment>(
      snapshot.mappings.size + snapshot.runs.size);
  SegmentPlanner planner(snapshot);
  bool good = snapshot.segments.data;
  size_t run = 0;
  for (size_t i = 0; good && i < snapshot.mappings.size; ++i)
    good = planner.add_mapping(snapshot.mappings[i], run);
  if (!good) {
    why.set("no room for the image's table of segments");
    return false;
  }
  snapshot.arena.shrink(snapshot.segments, planner.count());
  return true;
}

u64 place_segments(Snapshot &snapshot, u64 data_offset) {
  u64 offset = data_offset;
  size_t run = 0;
  for (image::Segment &segment : snapshot.segments) {
    segment.offset = offset;
    u64 end = segment.vaddr + segment.memsz;
    for (; run < snapshot.runs.size && snapshot.runs[run].address < end; ++run)
      snapshot.runs[run].file_offset =
          offset + (snapshot.runs[run].address - segment.vaddr);
    offset += segment.filesz;
  }
  return offset;
}

} // namespace ckpt
