// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/guards.h"

#include <linux/ioctl.h>

namespace ckpt {

namespace {

// linux/fs.h of Linux 6.16.
struct ScannedRegion {
  u64 start, end, categories;
};
struct PagemapScan {
  u64 size, flags, start, end, walk_end;
  u64 regions, region_count, most_pages;
  u64 inverted, all_of, any_of, returned;
};
constexpr u64 kScan = _IOWR('f', 16, PagemapScan);
constexpr u64 kIsGuard = 1 << 8; // PAGE_IS_GUARD

void mark(Snapshot &snapshot, const ScannedRegion &region) {
  const image::Mapping *m =
      first_not(snapshot.mappings, [&](const image::Mapping &each) {
        return each.end <= region.start;
      });
  for (; m != snapshot.mappings.end() && m->start < region.end; ++m)
    snapshot.mapping_notes[static_cast<size_t>(m - snapshot.mappings.data)]
        .may_guard = true;
}

} // namespace

void note_guards(Snapshot &snapshot, int pagemap) {
  constexpr u64 kBatch = 64;
  if (pagemap < 0 || snapshot.mappings.empty())
    return;
  ScannedRegion regions[kBatch];
  u64 end = snapshot.mappings[snapshot.mappings.size - 1].end;
  for (u64 start = 0; start < end;) {
    PagemapScan scan = {};
    scan.size = sizeof scan;
    scan.start = start;
    scan.end = end;
    scan.regions = reinterpret_cast<u64>(regions);
    scan.region_count = kBatch;
    scan.all_of = scan.returned = kIsGuard;
    SysResult found = sys::ioctl(pagemap, kScan, &scan);
    if (!found.ok() || scan.walk_end <= start)
      return;
    for (i64 i = 0; i < found.value(); ++i)
      mark(snapshot, regions[i]);
    start = scan.walk_end;
  }
}

} // namespace ckpt
