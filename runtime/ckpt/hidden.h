// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What shared memory holds that no mapping shows.  The program can have it shown
// again by mremap(2) or remap_file_pages(2), and so can we, whoever's it is:
// /proc/self/map_files, which would give the object itself, needs a capability.
// Phase: signal.  Needs: make_readable.
// Errors: false, and `why` names the mapping.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt {

// A view of any part of one object, beside the program's own mappings of it.
class Window {
public:
  explicit Window(const image::Mapping &known) : known_(known) {}
  Window(const Window &) = delete;
  ~Window() { close(); }

  // Where [offset, offset + size) can be read from now on; 0: it cannot be shown.
  u64 show(u64 offset, u64 size);
  int error() const { return error_; }

private:
  bool duplicate(u64 size);
  void close();

  const image::Mapping &known_;
  u64 start_ = 0, size_ = 0;
  int error_ = 0;
};

// The mappings that show an object are sorted by their offsets.
using Showing = Span<const u32>;

// The one that leads furthest: from what may be written anything can be shown,
// else what is behind the first.
const image::Mapping &best_of(const Snapshot &snapshot, Showing showing);

// Where the object ends, in whole pages.
bool find_end(const Snapshot &snapshot, Showing showing, u64 &end, Reason &why);

// Calls each(from, to) -> bool for the offsets that none of them shows.
template <class Each>
bool each_gap(const Snapshot &snapshot, Showing showing, u64 size, Each each) {
  u64 shown = 0;
  for (u32 i : showing) {
    const image::Mapping &m = snapshot.mappings[i];
    u64 readable = m.readable_end - m.start;
    if (!readable)
      continue;
    if (m.file_offset > shown && !each(shown, m.file_offset))
      return false;
    // What can only be read cannot be filled by a restart, and counts as hidden:
    // but apart from what is in front of it, which it does not reach.
    shown = max(shown, m.file_offset +
                           (m.flags & image::kOnlyRead ? 0 : readable));
  }
  return shown >= page_up(size) || each(shown, page_up(size));
}

u64 count_hidden(const Snapshot &snapshot); // pages, at most

// Calls each(from, to) -> bool for the offsets of shared[object] that are
// hidden and have content.
template <class Each>
bool each_hidden_part(const Snapshot &snapshot, size_t object, Reason &why,
                      Each each);

// Looks at them a batch at a time: marks[i] is 1 if page i has content.
bool look_at_hidden(const Snapshot &snapshot, Window &window, Showing showing,
                    u64 from, u64 pages, u8 *marks, Reason &why);

bool cannot_show(const Snapshot &snapshot, Showing showing, int error,
                 Reason &why);

inline constexpr u64 kHiddenBatch = 4096;

template <class Each>
bool each_hidden_part(const Snapshot &snapshot, size_t object, Reason &why,
                      Each each) {
  Showing showing = snapshot.showing(object);
  Window window(best_of(snapshot, showing));
  u8 marks[kHiddenBatch];
  auto in_gap = [&](u64 from, u64 to) {
    u64 begin = from; // of the part that is not ended
    for (u64 pages; from < to; from += pages * kPageSize) {
      pages = min((to - from) / kPageSize, kHiddenBatch);
      if (!look_at_hidden(snapshot, window, showing, from, pages, marks, why))
        return false;
      for (u64 i = 0; i < pages; ++i) {
        u64 at = from + i * kPageSize;
        if (!marks[i] && begin < at && !each(begin, at))
          return false;
        if (!marks[i])
          begin = at + kPageSize;
      }
    }
    return begin >= to || each(begin, to);
  };
  return each_gap(snapshot, showing, snapshot.shared[object].size, in_gap);
}

} // namespace ckpt
