// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/memory.h"

#include <asm/errno.h>
#include <asm/mman.h>
#include <linux/resource.h>

#include "runtime/restart/data_files.h"
#include "runtime/restart/unchanged_files.h"

namespace ckpt::restart {

namespace {

constexpr u64 kHugePageSize = 2 << 20;

u64 size_of(const image::Mapping &m) { return m.end - m.start; }

// Staged mappings keep their place within a huge page, so that moving them can
// move whole page tables.
u64 staged_address(u64 cursor, const image::Mapping &m) {
  u64 within = m.start & (kHugePageSize - 1);
  u64 at = (cursor & ~(kHugePageSize - 1)) + within;
  return at < cursor ? at + kHugePageSize : at;
}

StringView limit_hint(int error) {
  if (error == ENOMEM) {
    rlimit64 limit;
    if (sys::prlimit(RLIMIT_AS, nullptr, &limit).ok() &&
        limit.rlim_cur != RLIM64_INFINITY)
      return "; the address-space limit (ulimit -v) may be too small";
    if (sys::prlimit(RLIMIT_DATA, nullptr, &limit).ok() &&
        limit.rlim_cur != RLIM64_INFINITY)
      return "; the data limit (ulimit -d) may be too small";
    return "; this machine has too little memory left, or too strict a commit "
           "limit (vm.overcommit_memory) or too few mappings "
           "(vm.max_map_count)";
  }
  if (error == EPERM)
    return "; vm.mmap_min_addr is higher here";
  return "";
}

// A kernel without droppable memory keeps it: nobody can tell.
SysResult make(const image::Mapping &m, u64 at, int prot, int flags) {
  constexpr int kDroppable = 8; // MAP_DROPPABLE, Linux 6.11
  if (m.flags & image::kDroppable) {
    SysResult mapped = sys::mmap(at, size_of(m), prot,
                                 (flags & ~MAP_PRIVATE) | kDroppable, -1, 0);
    if (mapped.ok())
      return mapped;
  }
  return sys::mmap(at, size_of(m), prot, flags, -1, 0);
}

bool map_one(const image::Mapping &m, u64 at, bool has_runs, Reason &why) {
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
  if (m.flags & image::kHugeTlb)
    flags |= MAP_HUGETLB | static_cast<int>(m.page_shift << MAP_HUGE_SHIFT);
  int prot = static_cast<int>(m.prot);
  if (m.flags & image::kGrowsDown)
    flags |= MAP_GROWSDOWN; // MAP_STACK would forbid huge pages
  if (m.flags & image::kNoReserve)
    flags |= MAP_NORESERVE;
  bool writable = m.prot & PROT_WRITE;
  bool accounted = m.flags & image::kAccounted;
  if (has_runs || accounted)
    prot = PROT_READ | PROT_WRITE | (writable ? prot : 0);
  // What was never writable was never charged against the commit limit.
  if (has_runs && !writable && !accounted)
    flags |= MAP_NORESERVE;
  SysResult mapped = make(m, at, prot, flags);
  if (mapped.ok() && mapped.address() == at)
    return true;
  why.set("its mapping ", Hex{m.start}, "-", Hex{m.end},
          " cannot be made here (errno ", mapped.error(), ")",
          m.flags & image::kHugeTlb
              ? "; it has hugetlb pages: raise vm.nr_hugepages"
              : limit_hint(mapped.error()));
  return false;
}

bool advise(const image::Mapping &m, u64 at) {
  struct Pair {
    u32 flag;
    int advice;
  };
  constexpr Pair pairs[] = {
      {image::kHugePage, MADV_HUGEPAGE},
      {image::kNoHugePage, MADV_NOHUGEPAGE},
      {image::kDontFork, MADV_DONTFORK},
      {image::kDontDump, MADV_DONTDUMP},
      {image::kWipeOnFork, MADV_WIPEONFORK},
      {image::kSeqRead, MADV_SEQUENTIAL},
      {image::kRandRead, MADV_RANDOM},
  };
  bool good = true;
  for (const Pair &pair : pairs)
    if (m.flags & pair.flag)
      // A kernel without huge pages has nothing to be advised about.
      good = (sys::madvise(at, size_of(m), pair.advice).ok() ||
              pair.advice == MADV_HUGEPAGE ||
              pair.advice == MADV_NOHUGEPAGE) &&
             good;
  if (m.flags & image::kMergeable)
    sys::madvise(at, size_of(m), MADV_MERGEABLE).ignore();
  return good;
}

// What must be done when the pages are there.
bool lock(const image::Mapping &m, u64 at, Reason &why) {
  constexpr int kOnFault = 1; // MLOCK_ONFAULT
  if (!(m.flags & image::kLocked))
    return true;
  // This way nothing is touched: it fails for want of a right alone.
  SysResult locked = sys::call(__NR_mlock2, at, size_of(m), kOnFault);
  // Says so too where pages cannot be touched, as it did to the program.
  if (locked.ok() && !(m.flags & image::kLockOnFault))
    sys::call(__NR_mlock, at, size_of(m)).ignore();
  if (locked.ok())
    return true;
  why.set("its mapping ", Hex{m.start}, "-", Hex{m.end},
          " cannot be locked in memory (errno ", locked.error(),
          "); raise the limit of locked memory (ulimit -l)");
  return false;
}

// Before it is locked: the kernel makes none in locked memory.
bool guard(const image::View &view, const image::Mapping &m, u64 at,
           size_t &next, Reason &why) {
  constexpr int kInstall = 102; // MADV_GUARD_INSTALL, Linux 6.13
  for (; next < view.guards.size && view.guards[next].start < m.end; ++next) {
    const image::GuardRange &g = view.guards[next];
    SysResult made = sys::madvise(at + (g.start - m.start), g.end - g.start,
                                  kInstall);
    if (made.ok())
      continue;
    why.set("its guard pages ", Hex{g.start}, "-", Hex{g.end},
            " cannot be made here (errno ", made.error(),
            "); restart under Linux 6.13 or later");
    return false;
  }
  return true;
}

void give_name(const image::View &view, const image::Mapping &m, u64 at) {
  constexpr int kSetVma = 0x53564d41; // PR_SET_VMA, 0: PR_SET_VMA_ANON_NAME
  if (!(m.flags & image::kAnonymousName))
    return;
  Text<128> name(view.path(m));
  sys::prctl(kSetVma, 0, at, size_of(m), reinterpret_cast<u64>(name.c_str()))
      .ignore(); // it has no effect but in maps
}

// One call for many pages costs less than a fault for each.  Older kernels do
// not know it, and the faults do the same.
void populate(u64 at, u32 pages) {
  constexpr int kPopulateWrite = 23; // MADV_POPULATE_WRITE, Linux 5.14
  constexpr u32 kWorthIt = 16;
  if (pages >= kWorthIt)
    sys::madvise(at, pages * kPageSize, kPopulateWrite).ignore();
}

} // namespace

bool plan_placement(const AddressSpace &space, const image::View &view,
                    bool build_vdso, Arena &arena, Placement &placement,
                    Span<bool> staged, Reason &why) {
  placement.address = arena.array<u64>(view.mappings.size);
  if (!placement.address.data) {
    why.set("no room for the plan of ", view.mappings.size, " mappings");
    return false;
  }
  u64 cursor = 0;
  for (size_t i = 0; i < view.mappings.size; ++i) {
    const image::Mapping &m = view.mappings[i];
    if ((m.flags & image::kVdso) && !build_vdso)
      continue;
    staged[i] = overlaps_own(space, {m.start, m.end});
    placement.address[i] = m.start;
    if (!staged[i])
      continue;
    placement.address[i] = staged_address(cursor, m);
    cursor = placement.address[i] + size_of(m) + kPageSize;
  }
  placement.staged_size = cursor;
  return find_data_files(view, arena, placement.data_file, why);
}

namespace {

// Makes the memory of one mapping: anonymous, or a file's of its own.
bool make_one(const image::View &view, const image::Mapping &m, u64 at,
              bool has_runs, bool &backed, Filling &filling, Reason &why) {
  if (backed && map_data_file(view, m, at, filling, why))
    return true;
  // Where memory of files without a name may not be run.
  if (backed && !(m.prot & PROT_EXEC))
    return false;
  filling.end();
  backed = false;
  return map_one(m, at, has_runs, why);
}

// Of shared memory and of what is not built here runs are only verified.
bool fill(const ImageFile &file, const image::Mapping &m, u64 base, u8 *aside,
          Span<const image::Run> runs, Reason &why) {
  for (const image::Run &r : runs) {
    void *to = base ? reinterpret_cast<void *>(base + (r.address - m.start))
                    : aside;
    if (base && !(m.flags & image::kShared))
      populate(reinterpret_cast<u64>(to), r.pages);
    if (!read_run(file, r, to, why))
      return false;
  }
  return true;
}

} // namespace

bool build_memory(const ImageFile &file, const Files &files,
                  const Placement &placement, Arena &arena, Reason &why) {
  const image::View &view = file.view;
  Span<u8> aside = arena.array<u8>(image::kMaxRunPages * kPageSize);
  UnchangedFiles unchanged(file, files);
  if (!aside.data || !unchanged.prepare(arena)) {
    why.set("no room for a buffer of 1 MiB");
    return false;
  }
  size_t run = 0;
  for (size_t i = 0; i < view.mappings.size; ++i) {
    const image::Mapping &m = view.mappings[i];
    u64 at = placement.address[i];
    size_t first = run;
    while (run < view.runs.size && view.runs[run].address < m.end)
      ++run;
    Span<const image::Run> runs = view.runs.sub(first, run - first);
    if (!at) // the vDSO's
      continue;
    Filling filling;
    bool made = m.flags & image::kShared;
    if (placement.data_file[i] && !unchanged.map(m, at, runs, made, why))
      return false;
    if (made && !(m.flags & image::kShared))
      continue;
    if (!made && !make_one(view, m, at, !runs.empty(), placement.data_file[i],
                           filling, why))
      return false;
    u64 base = filling.size ? filling.start : at;
    bool good = fill(file, m, image::shows_file(view, m) ? 0 : base, aside.data,
                     runs, why);
    filling.end();
    if (!good)
      return false;
  }
  return true;
}

bool finish_memory(const image::View &view, const Placement &placement,
                   Reason &why) {
  size_t guards = 0;
  for (size_t i = 0; i < view.mappings.size; ++i) {
    const image::Mapping &m = view.mappings[i];
    u64 at = placement.address[i];
    if (!at)
      continue;
    u64 readable = m.readable_end - m.start;
    SysResult set =
        sys::mprotect(at, size_of(m), static_cast<int>(m.prot));
    // What was past the end of a file faulted, and still must.
    if (set.ok() && readable < size_of(m) && !(m.flags & image::kShared) &&
        !placement.data_file[i])
      set = sys::mprotect(at + readable, size_of(m) - readable, PROT_NONE);
    if (!set.ok() || !advise(m, at)) {
      why.set("its mapping ", Hex{m.start}, "-", Hex{m.end},
              " cannot be given its protection (errno ", set.error(), ")");
      return false;
    }
    give_name(view, m, at);
    if (!guard(view, m, at, guards, why) || !lock(m, at, why))
      return false;
  }
  return true;
}

} // namespace ckpt::restart
