// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/address_space.h"

#include "runtime/proc/maps.h"
#include "runtime/proc/read_file.h"

namespace ckpt::restart {

namespace {

// Part of the window stays mapped, so it must not be where the saved program
// will grow: far above the heap of a program linked low, far below the place
// of position-independent ones, libraries and the stack.
constexpr u64 kLowest = u64{16} << 40;
constexpr u64 kMargin = 2 << 20; // a stack guard gap is 1 MiB

// The first address from `at` on that is free of `taken`, with the margin.
bool step_over(Range taken, u64 size, u64 &at) {
  if (taken.start >= at + size + kMargin || taken.end + kMargin <= at)
    return false;
  at = page_up(taken.end + kMargin);
  return true;
}

} // namespace

bool read_address_space(Arena &arena, AddressSpace &space, Reason &why) {
  arena.align_to_page();
  space.own = arena.array<Range>(kAddressSpaceRoom / sizeof(Range));
  if (!space.own.data) {
    why.set("no room for the table of mappings");
    return false;
  }
  size_t count = 0;
  bool good =
      proc::each_line("/proc/thread-self/maps", why, [&](StringView text) {
        proc::MapsLine line;
        if (!proc::parse_maps_line(text, line) || count == space.own.size)
          return false;
        bool of_vdso =
            line.path == "[vdso]" || line.path.starts_with("[vvar");
        if (of_vdso && space.vdso_piece_count == kMostVdsoPieces)
          return false;
        if (of_vdso)
          space.vdso_pieces[space.vdso_piece_count++] = {line.start, line.end};
        else if (!(line.path == "[vsyscall]"))
          space.own[count++] = {line.start, line.end};
        return true;
      });
  arena.shrink(space.own, count);
  return good;
}

bool overlaps_own(const AddressSpace &space, Range range) {
  for (const Range &own : space.own)
    if (own.start < range.end && range.start < own.end)
      return true;
  Range vdso = space.vdso_and_data();
  return vdso.start < range.end && range.start < vdso.end;
}

bool find_window(const AddressSpace &space, const image::View &view, u64 size,
                 Range &window, Reason &why) {
  u64 at = kLowest;
  size_t own = 0, saved = 0;
  Range vdso = {view.meta->vvar_start, view.meta->vdso_end};
  // Both lists are sorted: what a step passed cannot come back.
  for (bool moved = true; moved;) {
    moved = space.vdso_piece_count &&
            step_over(space.vdso_and_data(), size, at);
    moved = (vdso.end && step_over(vdso, size, at)) || moved;
    for (; own < space.own.size && space.own[own].start < at + size + kMargin;
         ++own)
      moved = step_over(space.own[own], size, at) || moved;
    for (; saved < view.mappings.size &&
           view.mappings[saved].start < at + size + kMargin;
         ++saved)
      moved = step_over({view.mappings[saved].start, view.mappings[saved].end},
                        size, at) ||
              moved;
  }
  window = {at, at + size};
  if (window.end + kMargin < image::kUserTop)
    return true;
  why.set("no free range of ", size >> 20, " MiB of address space");
  return false;
}

} // namespace ckpt::restart
