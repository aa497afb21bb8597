// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Holes of files that were mapped: what is there now was written after the
// checkpoint, and becomes zero again.
#include "runtime/abi/heap_sort.h"
#include "runtime/fd/data_parts.h"
#include "runtime/restart/own_bytes.h"
#include "runtime/restart/shared.h"
#include "runtime/sys/keeper.h"

namespace ckpt::restart {

namespace {

constexpr u8 kZeros[kPageSize] = {};

} // namespace

// One of the job's if it has any: to close another one would drop its record
// locks, which are taken already.
int SharedMemory::descriptor_of(size_t object, bool &opened) const {
  const image::SharedObject &o = image_.view.shared[object];
  for (const image::Descriptor &d : image_.view.descriptors)
    if (d.inode == o.inode && d.device == o.device &&
        d.kind == image::FdKind::kRegular)
      return d.number;
  Text<8300> path;
  files_.relocate(image_.view.path(o), path);
  SysResult there = sys::open_own(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  opened = there.ok();
  return there.fd();
}

bool SharedMemory::clear_pages(const image::Mapping &m, u64 at, u64 end,
                               Reason &why) {
  for (; at < end; at += kPageSize) {
    if (same_bytes(at, kZeros))
      continue;
    if (!wrote_page(m, put_bytes(at, kZeros), why))
      return false;
  }
  return true;
}

// [from, to) of the file, which this mapping was the first to show.
bool SharedMemory::clear_gaps(const image::Mapping &m, u64 at, u64 from, u64 to,
                              int fd, Reason &why) {
  const Span<const image::Run> runs = image_.view.runs;
  u64 first = m.start + (from - m.file_offset);
  const image::Run *next = first_not(
      runs, [&](const image::Run &run) { return run.address < first; });
  while (from < to) {
    bool more = next != runs.end() && next->address < m.end;
    u64 run = more ? next->address - m.start + m.file_offset : to;
    u64 end = min(run, to);
    if (from < end &&
        !fd::each_data_part(fd, from, end, [&](u64 start, u64 stop) {
          return clear_pages(m, at + (start - m.file_offset),
                             at + (stop - m.file_offset), why);
        }))
      return false;
    if (!more)
      return true;
    from = run + next++->pages * kPageSize;
  }
  return true;
}

bool SharedMemory::clear_object(Span<u32> mappings, const Placement &placement,
                                Reason &why) {
  const image::View &view = image_.view;
  bool opened = false, good = true;
  int fd = descriptor_of(view.mappings[mappings[0]].object, opened);
  if (fd < 0)
    return true; // it was mapped a moment ago; nothing tells where its holes are
  heap_sort(mappings, [&](u32 a, u32 b) {
    u64 p = view.mappings[a].file_offset, q = view.mappings[b].file_offset;
    return p != q ? p < q : a < b;
  });
  u64 shown = 0; // as the checkpoint shared the pages out
  for (u32 i : mappings) {
    const image::Mapping &m = view.mappings[i];
    u64 at = placement.address[i], size = m.end - m.start;
    u64 end = m.file_offset + (m.readable_end - m.start);
    u64 from = max(m.file_offset, min(shown, end));
    shown = max(shown, end);
    constexpr int kBoth = 3; // PROT_READ | PROT_WRITE
    bool writable = m.prot & 2;
    if (!writable)
      sys::mprotect(at, size, kBoth).ignore();
    good = good && clear_gaps(m, at, from, end, fd, why);
    if (!writable)
      sys::mprotect(at, size, static_cast<int>(m.prot)).ignore();
  }
  if (opened)
    sys::close(fd).ignore();
  return good;
}

bool SharedMemory::clear_holes(const Placement &placement, Reason &why) {
  return each_object([&](u32 index, Span<u32> mappings) {
    const image::SharedObject &object = image_.view.shared[index];
    bool wanted = object.kind == image::SharedKind::kFile &&
                  object.flags & image::kMayWrite &&
                  !state.config.no_rollback && !made_[index];
    return !wanted || clear_object(mappings, placement, why);
  });
}

} // namespace ckpt::restart
