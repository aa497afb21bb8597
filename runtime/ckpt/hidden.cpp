// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/hidden.h"

#include <asm/mman.h>
#include <linux/mman.h>
#include <linux/sysinfo.h>

#include "runtime/ckpt/pages.h"
#include "runtime/ckpt/shared.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

constexpr u64 kEndless = page_down(~u64{0} >> 1); // off_t

// mincore(2) does not tell which pages of an object are swapped out.
bool anything_is_swapped_out() {
  struct sysinfo about = {};
  return !sys::call(__NR_sysinfo, &about).ok() ||
         about.totalswap != about.freeswap;
}

bool any_on_disk(const Snapshot &snapshot, Showing showing) {
  return snapshot.mapping_notes[showing[0]].on_disk;
}

// A page that was made by looking at it.  Where this is not allowed it stays,
// and is zero all the same.
void give_back(u64 page) {
  sys::madvise(page, kPageSize, MADV_REMOVE).ignore();
}

class EndFinder {
public:
  EndFinder(const Snapshot &snapshot, Showing showing)
      : from_(snapshot), showing_(showing),
        window_(best_of(snapshot, showing)) {}

  // Pages below `end_` are there, those from bound_ on are not.
  bool find(u64 &end) {
    read_mappings();
    for (u64 step = kPageSize; end_ < bound_; step *= 2)
      if (!narrow(end_ + min(step, bound_ - end_) - kPageSize))
        break;
    while (end_ < bound_)
      narrow(page_down(end_ + (bound_ - end_) / 2));
    end = end_;
    return !failed_;
  }
  int error() const { return window_.error(); }

private:
  void read_mappings() {
    for (u32 i : showing_) {
      const image::Mapping &m = from_.mappings[i];
      u64 readable = m.readable_end - m.start;
      if (readable)
        end_ = max(end_, m.file_offset + readable);
      if (m.readable_end < m.end)
        bound_ = min(bound_, m.file_offset + readable);
    }
  }

  // Looks whether the page at `offset` is there.
  bool narrow(u64 offset) {
    u64 at = window_.show(offset, kPageSize);
    failed_ = failed_ || !at;
    bool there = at && page_readable(from_.temporary_fd, at);
    if (there && !any_on_disk(from_, showing_) && page_is_zero(at))
      give_back(at);
    (there ? end_ : bound_) = there ? offset + kPageSize : offset;
    return there;
  }

  const Snapshot &from_;
  Showing showing_;
  Window window_;
  u64 end_ = 0, bound_ = kEndless;
  bool failed_ = false;
};

} // namespace

void Window::close() {
  if (start_)
    sys::munmap(start_, size_).ignore();
  start_ = 0;
}

// What is locked would be locked and filled in its duplicate, too.
bool Window::duplicate(u64 size) {
  close();
  u64 page = known_.start;
  bool locked = known_.flags & image::kLocked;
  if (locked)
    sys::call(__NR_munlock, page, kPageSize).ignore();
  SysResult at = sys::mremap(page, 0, size, MREMAP_MAYMOVE, 0);
  if (locked)
    sys::call(__NR_mlock2, page, kPageSize,
              known_.flags & image::kLockOnFault ? MLOCK_ONFAULT : 0)
        .ignore();
  error_ = at.error();
  if (!at.ok())
    return false;
  start_ = at.address();
  size_ = size;
  return true;
}

u64 Window::show(u64 offset, u64 size) {
  u64 known = known_.file_offset;
  if (offset >= known && duplicate(offset - known + size))
    return start_ + (offset - known);
  // In front of it, or further behind than there is address space.
  if (!duplicate(size))
    return 0;
  SysResult moved = sys::call(__NR_remap_file_pages, start_, size, 0,
                              offset / kPageSize, 0);
  error_ = moved.error();
  return moved.ok() ? start_ : 0;
}

const image::Mapping &best_of(const Snapshot &snapshot, Showing showing) {
  for (u32 i : showing)
    if (!(snapshot.mappings[i].flags & image::kOnlyRead))
      return snapshot.mappings[i];
  return snapshot.mappings[showing[0]];
}

bool cannot_show(const Snapshot &snapshot, Showing showing, int error,
                 Reason &why) {
  why.set("the shared memory at ", Hex{snapshot.mappings[showing[0]].start},
          " may hold what no mapping shows, and that cannot be looked at (errno ",
          error, "); is the number of mappings (vm.max_map_count) or the "
                 "address space (ulimit -v) used up?");
  return false;
}

bool find_end(const Snapshot &snapshot, Showing showing, u64 &end,
              Reason &why) {
  EndFinder finder(snapshot, showing);
  return finder.find(end) ||
         cannot_show(snapshot, showing, finder.error(), why);
}

u64 count_hidden(const Snapshot &snapshot) {
  u64 pages = 0;
  for (size_t i = 0; i < snapshot.shared.size; ++i)
    if (snapshot.may_hide(i))
      each_gap(snapshot, snapshot.showing(i), snapshot.shared[i].size,
               [&](u64 from, u64 to) {
                 pages += (to - from) / kPageSize;
                 return true;
               });
  return pages;
}

bool look_at_hidden(const Snapshot &snapshot, Window &window, Showing showing,
                    u64 from, u64 pages, u8 *marks, Reason &why) {
  u64 at = window.show(from, pages * kPageSize);
  // A file that can only be read shows nothing in front: to nobody.
  if (!at && window.error() == EINVAL) {
    memset(marks, 0, pages);
    return true;
  }
  if (!at)
    return cannot_show(snapshot, showing, window.error(), why);
  // Pages of a disk's file are on the disk, in memory or not.
  bool all = any_on_disk(snapshot, showing);
  bool swapped = !all && anything_is_swapped_out();
  if (!all)
    find_resident(at, pages, marks);
  for (u64 i = 0; i < pages; ++i) {
    u64 page = at + i * kPageSize;
    bool resident = all || marks[i] & 1;
    marks[i] = all ? !file_page_is_zero(page)
                   : (resident || swapped) && !page_is_zero(page);
    if (swapped && !resident && !marks[i])
      give_back(page);
  }
  return true;
}

} // namespace ckpt
