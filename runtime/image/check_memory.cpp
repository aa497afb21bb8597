// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Mappings, page runs, and the addresses that Meta names.
#include "runtime/image/check.h"

namespace ckpt::image {
namespace {

// Text at [at, at + size) of a pool, as paths are: no NUL in it.
bool is_path(StringView pool, u32 at, u32 size) {
  if (at > pool.size || size > pool.size - at)
    return false;
  return pool.drop(at).take(size).find(0) == size;
}

bool is_one_kind(const Mapping &m) {
  constexpr u32 kKinds = kNamed | kVdso | kShared | kHugeTlb | kDroppable;
  constexpr u32 kSmallest = 21, kLargest = 34; // 2 MiB, 16 GiB
  u32 kind = m.flags & kKinds;
  if (kind & (kind - 1) ||
      (m.flags & kAnonymousName && kind & (kNamed | kVdso | kShared)))
    return false;
  if (m.flags & kOnlyRead && (!(kind & kShared) || m.prot & kProtWrite))
    return false;
  if (m.flags & kUnwritten && !(kind & kNamed))
    return false;
  if (m.flags & kSharedView &&
      (!(m.flags & kUnwritten) || m.prot & kProtWrite))
    return false;
  if (!(m.flags & kHugeTlb))
    return m.page_shift == 0;
  return m.page_shift >= kSmallest && m.page_shift <= kLargest &&
         !((m.start | m.end) & ((u64{1} << m.page_shift) - 1));
}

bool check_mapping(const Mapping &m, StringView pool, Reason &why) {
  if (!is_page_range(m.start, m.end))
    return damaged(why, "mapping ", Hex{m.start}, "-", Hex{m.end},
                   " is no range of pages of user space");
  if (m.readable_end < m.start || m.readable_end > m.end ||
      (m.readable_end | m.file_offset) & kPageMask)
    return damaged(why, "mapping at ", Hex{m.start},
                   " has a wrong readable end or file offset");
  if (m.flags & ~u32{kAllMappingFlags} || m.prot & ~kProtAll)
    return damaged(why, "mapping at ", Hex{m.start},
                   " has unknown flags or protection");
  if (!is_one_kind(m))
    return damaged(why, "mapping at ", Hex{m.start}, " is of two kinds");
  if (!is_path(pool, m.path, m.path_size) ||
      (m.path_size && !(m.flags & (kNamed | kShared | kAnonymousName))))
    return damaged(why, "mapping at ", Hex{m.start}, " has a wrong path");
  return true;
}

bool check_vdso(const View &v, Reason &why) {
  const Meta &meta = *v.meta;
  const Mapping *vdso = nullptr;
  for (const Mapping &m : v.mappings) {
    if (!(m.flags & kVdso))
      continue;
    if (vdso)
      return damaged(why, "it has two vDSO mappings");
    vdso = &m;
  }
  if (meta.vdso_start == 0) {
    if (vdso || meta.vvar_start || meta.vdso_end)
      return damaged(why, "its vDSO is incomplete");
    return true;
  }
  constexpr u64 kMaxVdso = u64{1} << 20;
  if (!is_page_range(meta.vdso_start, meta.vdso_end) ||
      meta.vvar_start & kPageMask || meta.vvar_start > meta.vdso_start ||
      meta.vdso_end - meta.vvar_start >= kMaxVdso)
    return damaged(why, "its vDSO at ", Hex{meta.vdso_start},
                   " has wrong bounds");
  if (!vdso || vdso->start != meta.vdso_start || vdso->end != meta.vdso_end)
    return damaged(why, "its vDSO at ", Hex{meta.vdso_start},
                   " is not one mapping");
  if (vdso != v.mappings.begin() && vdso[-1].end > meta.vvar_start)
    return damaged(why, "a mapping overlaps the vDSO's data at ",
                   Hex{meta.vvar_start});
  return true;
}

// What PR_SET_MM_MAP demands (prctl(2); kernel/sys.c of Linux).
bool check_mm(const Meta &meta, Reason &why) {
  const u64(&mm)[11] = meta.mm;
  for (u64 address : mm)
    if (address < kPageSize || address >= kUserTop)
      return damaged(why, "address ", Hex{address},
                     " of its memory layout is outside of user space");
  bool ordered = mm[0] < mm[1] && mm[2] <= mm[3] && mm[4] <= mm[5] &&
                 mm[7] <= mm[8] && mm[9] <= mm[10];
  return ordered || damaged(why, "its memory layout (code, data, brk, "
                                 "arguments) is out of order");
}

bool check_resume(const View &v, Reason &why) {
  const Meta &meta = *v.meta;
  if (!is_page_range(meta.work_start, meta.work_end) ||
      !covered(v.mappings, meta.work_start, meta.work_end,
               kProtRead | kProtWrite))
    return damaged(why, "its work area ", Hex{meta.work_start}, "-",
                   Hex{meta.work_end}, " is not writable memory");
  if (meta.stack_top <= meta.work_start || meta.stack_top > meta.work_end)
    return damaged(why, "its stack top ", Hex{meta.stack_top},
                   " is outside of its work area");
  const Mapping *m = find_mapping(v.mappings, meta.resume_entry);
  if (!m || !(m->prot & kProtExec) || m->flags & kVdso ||
      meta.resume_entry >= m->readable_end)
    return damaged(why, "its resume entry ", Hex{meta.resume_entry},
                   " is no code");
  return true;
}

// The place of one run; `m` moves forward to the mapping it is in.
bool check_run(const Run &run, const View &v, const Mapping *&m, Reason &why) {
  const Meta &meta = *v.meta;
  if (run.pages == 0 || run.pages > kMaxRunPages || run.address & kPageMask ||
      run.address >= kUserTop)
    return damaged(why, "page run at ", Hex{run.address},
                   " has a wrong address or size");
  u64 end = run.address + run.pages * kPageSize;
  while (m != v.mappings.end() && m->end <= run.address)
    ++m;
  if (m == v.mappings.end() || run.address < m->start || end > m->readable_end)
    return damaged(why, "page run at ", Hex{run.address},
                   " is not inside one mapping");
  if (run.address < meta.work_end && end > meta.work_start)
    return damaged(why, "page run at ", Hex{run.address},
                   " is in the runtime's work area");
  return true;
}

} // namespace

bool check_mappings(const View &v, Reason &why) {
  u64 previous_end = 0;
  if (v.mappings.empty())
    return damaged(why, "it has no mappings");
  for (const Mapping &m : v.mappings) {
    if (!check_mapping(m, v.mapping_pool, why))
      return false;
    if (m.start < previous_end)
      return damaged(why, "mapping at ", Hex{m.start},
                     " overlaps the one before it or is out of order");
    previous_end = m.end;
  }
  return true;
}

bool check_meta(const View &v, const Commit &commit, Reason &why) {
  const Meta &meta = *v.meta;
  if (meta.page_size != kPageSize || meta.umask > 0777 ||
      meta.data_offset != commit.data_offset || meta.generation == 0 ||
      meta.time_nsec >= 1000000000 || meta.pid <= 0)
    return damaged(why, "its note meta holds impossible values");
  if (StringView(meta.comm, sizeof meta.comm).find(0) == sizeof meta.comm)
    return damaged(why, "its process name does not end");
  return check_mm(meta, why) && check_resume(v, why) && check_vdso(v, why);
}

bool check_runs(const View &v, const Commit &commit, Reason &why) {
  u64 next_address = 0, next_offset = commit.data_offset;
  u64 data_end = commit.file_size - sizeof(Commit);
  u64 vdso_done = v.meta->vdso_start;
  const Mapping *m = v.mappings.begin();
  for (const Run &run : v.runs) {
    if (!check_run(run, v, m, why))
      return false;
    u64 size = run.pages * kPageSize;
    if (run.address < next_address)
      return damaged(why, "page run at ", Hex{run.address},
                     " overlaps the one before it or is out of order");
    if (run.file_offset & kPageMask || run.file_offset < next_offset ||
        run.file_offset > data_end || size > data_end - run.file_offset)
      return damaged(why, "page run at ", Hex{run.address},
                     " has a wrong place in the file");
    next_address = run.address + size;
    next_offset = run.file_offset + size;
    if (run.address <= vdso_done && next_address > vdso_done)
      vdso_done = next_address;
  }
  if (vdso_done < v.meta->vdso_end)
    return damaged(why, "the bytes of its vDSO are missing at ",
                   Hex{vdso_done});
  return true;
}

} // namespace ckpt::image
