// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/vdso_placement.h"

#include <asm/mman.h>
#include <linux/mman.h>
#include <linux/resource.h>

#include "runtime/arch/x86_64/entry.h"
#include "runtime/ckpt/clock_gettime.h"
#include "runtime/restart/vdso.h"
#include "runtime/sys/memory.h"

namespace ckpt::restart {

namespace {

u64 size_of(Range r) { return r.end - r.start; }

bool overlap(Range a, Range b) { return a.start < b.end && b.start < a.end; }

// Compares without reading the image twice into memory.
bool same_bytes(const ImageFile &file, Range saved, Range here) {
  if (size_of(saved) != size_of(here))
    return false;
  for (const image::Run &run : file.view.runs) {
    if (run.address < saved.start || run.address >= saved.end)
      continue;
    for (u32 i = 0; i < run.pages; ++i) {
      char page[kPageSize];
      u64 at = here.start + (run.address - saved.start) + i * kPageSize;
      if (sys::pread(file.fd, page, kPageSize,
                     run.file_offset + i * kPageSize)
                  .value() != static_cast<i64>(kPageSize) ||
          memcmp(page, reinterpret_cast<void *>(at), kPageSize) != 0)
        return false;
    }
  }
  return true;
}

// A kernel that seals its own mappings (mseal(2)) refuses even a change that
// changes nothing.
bool is_sealed(Range vdso) {
  return !sys::mprotect(vdso.start, size_of(vdso), PROT_READ | PROT_EXEC).ok();
}

// Where the restored program has its own: as far from __ckpt_resume as here.
u64 saved_clock_gettime(const image::Meta &meta) {
  return meta.resume_entry + (reinterpret_cast<u64>(&__ckpt_clock_gettime) -
                              reinterpret_cast<u64>(&__ckpt_resume));
}

// What must stay free below a stack.
u64 room_to_grow(const image::Mapping &m) {
  constexpr u64 kGuardGap = 1 << 20, kMost = u64{1} << 30;
  if (!(m.flags & image::kGrowsDown))
    return 0;
  rlimit64 limit = {};
  sys::prlimit(RLIMIT_STACK, nullptr, &limit).ignore();
  return min(m.start, min<u64>(limit.rlim_cur, kMost) + kGuardGap);
}

} // namespace

void VdsoPlacement::compare(const ImageFile &file, const AddressSpace &space) {
  const image::Meta &meta = *file.view.meta;
  saved_ = {meta.vdso_start, meta.vdso_end};
  saved_all_ = {meta.vvar_start, meta.vdso_end};
  here_ = space.vdso();
  here_all_ = space.vdso_and_data();
  if (!here_.end)
    return;
  sealed_ = is_sealed(here_);
  bool at_home = here_all_.start == saved_all_.start;
  // Once, libc's clock_gettime is led to ours; it stays there.
  bool routed = image::text_value(file.view.options, "routed") == "on";
  same_ = saved_.end && routed && (at_home || !sealed_) &&
          size_of(saved_all_) == size_of(here_all_) &&
          same_bytes(file, saved_, here_);
  must_step_aside_ = same_ ? !at_home : in_the_way(file.view);
}

bool VdsoPlacement::in_the_way(const image::View &view) const {
  if (overlap(saved_all_, here_all_))
    return true;
  for (const image::Mapping &m : view.mappings)
    if (overlap({sealed_ ? m.start : m.start - room_to_grow(m), m.end},
                here_all_))
      return true;
  return false;
}

bool VdsoPlacement::move_aside(const AddressSpace &space, const Window &window,
                               Reason &why) {
  return (!must_step_aside_ || move_pieces(space, window, why)) &&
         (!keeps_saved_bytes() || make_empty_data(window, why));
}

// In the second half of the window's room: the vDSO may be in the first.
bool VdsoPlacement::make_empty_data(const Window &window, Reason &why) {
  u64 size = saved_.start - saved_all_.start;
  u64 at = window.vdso_room + kVdsoRoom / 2;
  if (!size)
    return true;
  SysResult made =
      sys::mmap(at, size, PROT_READ,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  if (made.ok())
    moves_[move_count_++] = {at, size, saved_all_.start};
  else
    why.set("no memory for the data of its vDSO (errno ", made.error(), ")");
  return made.ok();
}

bool VdsoPlacement::move_pieces(const AddressSpace &space, const Window &window,
                                Reason &why) {
  if (sealed_ || size_of(here_all_) > kVdsoRoom / 2) {
    why.set("this kernel's vDSO is where one of its mappings belongs and "
            "cannot be moved; try again, it is elsewhere in each process "
            "(unless setarch -R or kernel.randomize_va_space puts it in the "
            "same place: restart without)");
    return false;
  }
  for (size_t i = 0; i < space.vdso_piece_count; ++i) {
    Range piece = space.vdso_pieces[i];
    u64 offset = piece.start - here_all_.start;
    u64 to = window.vdso_room + offset;
    SysResult moved =
        sys::mremap(piece.start, size_of(piece), size_of(piece),
                    MREMAP_MAYMOVE | MREMAP_FIXED, to);
    if (!moved.ok()) {
      why.set("this kernel does not let its vDSO be moved (errno ",
              moved.error(), ")");
      return false;
    }
    if (same_)
      moves_[move_count_++] = {to, size_of(piece), saved_all_.start + offset};
  }
  u64 distance = window.vdso_room - here_all_.start;
  here_ = {here_.start + distance, here_.end + distance};
  return true;
}

u64 VdsoPlacement::clock_function() const {
  if (!here_.end)
    return 0;
  u64 value = find_in_vdso(
      {reinterpret_cast<const u8 *>(here_.start), size_of(here_)},
      "__vdso_clock_gettime");
  return value ? final_place().start + value : 0;
}

bool VdsoPlacement::redirect(const ImageFile &file, const Placement &placement,
                             Reason &why) {
  if (!keeps_saved_bytes())
    return true;
  for (size_t i = 0; i < file.view.mappings.size; ++i)
    if (file.view.mappings[i].flags & image::kVdso)
      return redirect_vdso(
          {reinterpret_cast<u8 *>(placement.address[i]), size_of(saved_)},
          {reinterpret_cast<const u8 *>(here_.start), size_of(here_)},
          here_.start, saved_clock_gettime(*file.view.meta), why);
  return true;
}

} // namespace ckpt::restart
