// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Guard pages.
#include "runtime/image/check.h"

namespace ckpt::image {
namespace {

constexpr u32 kNoGuards = kNamed | kVdso | kShared | kHugeTlb | kDroppable;

bool may_hold(const Mapping *m, const GuardRange &g) {
  return m && g.end <= m->end && !(m->flags & kNoGuards);
}

} // namespace

bool check_guards(const View &v, Reason &why) {
  if (v.guards.size > kMostGuards)
    return damaged(why, "it has ", v.guards.size, " ranges of guard pages");
  u64 previous_end = 0;
  const Run *run = v.runs.begin();
  for (const GuardRange &g : v.guards) {
    if (!is_page_range(g.start, g.end) || g.start < previous_end ||
        !may_hold(find_mapping(v.mappings, g.start), g))
      return damaged(why, "the guard pages at ", Hex{g.start},
                     " are out of place");
    previous_end = g.end;
    while (run != v.runs.end() &&
           run->address + run->pages * kPageSize <= g.start)
      ++run;
    if (run != v.runs.end() && run->address < g.end)
      return damaged(why, "the guard pages at ", Hex{g.start}, " have content");
  }
  return true;
}

} // namespace ckpt::image
