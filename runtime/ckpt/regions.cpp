// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/regions.h"

#include <linux/mman.h>

#include "runtime/abi/image.h"

namespace ckpt {

namespace {

// Saved and brought back, or without meaning for a private mapping.
constexpr u64 kKept =
    proc::kVmRead | proc::kVmWrite | proc::kVmExec | proc::kVmMayRead |
    proc::kVmShared | proc::kVmLocked | proc::kVmLockOnFault |
    proc::kVmHugeTlb | proc::kVmDroppable |
    proc::kVmMayWrite | proc::kVmMayExec | proc::kVmMayShare |
    proc::kVmGrowsDown | proc::kVmSequential | proc::kVmRandom |
    proc::kVmDontCopy | proc::kVmDontExpand | proc::kVmAccount |
    proc::kVmNoReserve | proc::kVmWipeOnFork | proc::kVmDontDump |
    proc::kVmSoftDirty | proc::kVmHugePage | proc::kVmNoHugePage |
    proc::kVmMergeable | proc::kVmDenyWrite |
    proc::kVmMaybeGuard; // found when the pages are

StringView shown(const proc::MapsLine &line) {
  return line.path.empty() ? StringView("anonymous memory") : line.path;
}

bool refuse(const proc::MapsLine &line, StringView what, Reason &why) {
  why.set("the mapping at ", Hex{line.start}, " (", shown(line), ") ", what);
  return false;
}

bool flags_kept(const proc::MapsLine &line, const proc::MappingDetail &detail,
                Reason &why) {
  if (detail.unknown_flag)
    return refuse(line, Text<64>("has the unknown flag \"",
                                 StringView(detail.unknown_name, 2), "\"")
                            .view(),
                  why);
  u64 other = detail.vm_flags & ~kKept;
  if (other) {
    proc::VmFlag first = static_cast<proc::VmFlag>(other & (0 - other));
    return refuse(line, Text<128>("cannot be saved yet: ",
                                  proc::vm_flag_meaning(first))
                            .view(),
                  why);
  }
  // Memory that can only be run has a key of the kernel's own.
  if (detail.protection_key && line.prot != PROT_EXEC)
    return refuse(line, "has a memory protection key", why);
  return true;
}

// Files that are made to talk to another process.
bool is_shared_memory(StringView path) {
  return !path.starts_with("/") || path.starts_with("/dev/") ||
         path.starts_with("/memfd:") || path.starts_with("/SYSV") ||
         path.ends_with(" (deleted)");
}

// A file mapped shared through a descriptor that could not write, as libc maps
// its own tables: nobody writes through this mapping, so the bytes of now can
// come back as private memory.
bool only_reads_file(const proc::MapsLine &line,
                     const proc::MappingDetail &detail) {
  return !(detail.vm_flags & (proc::kVmShared | proc::kVmMayWrite)) &&
         !is_shared_memory(line.path);
}

// What the kernel makes shared mappings of, and cannot be brought back.
StringView never_saved(const proc::MapsLine &line) {
  StringView path = line.path;
  if (line.deleted && path == "/dev/zero")
    return {};
  if (path.starts_with("/[aio]"))
    return "belongs to asynchronous I/O (io_setup), which cannot be saved; "
           "io_destroy it before a checkpoint";
  if (path.starts_with("anon_inode:[io_uring]"))
    return "belongs to an io_uring, which cannot be saved; close it and unmap "
           "its rings before a checkpoint";
  if (path.starts_with("anon_inode:") || path.starts_with("socket:"))
    return "belongs to an object of the kernel that cannot be saved";
  if (path.starts_with("/secretmem"))
    return "is secret memory (memfd_secret), which cannot be saved";
  if (path.starts_with("/dev/") && !path.starts_with("/dev/shm/"))
    return "is a device's memory, which cannot be saved";
  if (path.starts_with("/dmabuf:") || path.starts_with("/drm ") ||
      path.starts_with("/i915"))
    return "is a graphics device's memory, which cannot be saved";
  if (!path.starts_with("/"))
    return "is shared, and of a kind that is not known";
  return {};
}

RegionKind classify_shared(const proc::MapsLine &line) {
  bool gone = line.deleted;
  if (gone && (line.path == "/dev/zero" || line.path.starts_with("/memfd:")))
    return RegionKind::kSharedMemory;
  // The key follows in eight digits.
  StringView segment = "/SYSV";
  if (gone && line.path.starts_with(segment) &&
      line.path.size == segment.size + 8)
    return RegionKind::kSystemV;
  // Nobody finds a file without a name: what is left of it is memory.
  return gone ? RegionKind::kSharedMemory : RegionKind::kSharedFile;
}

} // namespace

RegionKind classify_region(const proc::MapsLine &line,
                           const proc::MappingDetail &detail, Reason &why) {
  constexpr u64 kHuge = proc::kVmHugeTlb;
  if (line.path == "[vsyscall]")
    return RegionKind::kSkipped;
  if (line.path.starts_with("[vvar"))
    return RegionKind::kVvar;
  if (line.path == "[vdso]")
    return RegionKind::kVdso;
  bool shared = line.shared && !only_reads_file(line, detail);
  // Its name says more than its flags do.
  StringView never = shared ? never_saved(line) : StringView();
  if (never.data) {
    refuse(line, never, why);
    return RegionKind::kRefused;
  }
  if (!flags_kept(line, detail, why))
    return RegionKind::kRefused;
  if (shared && detail.vm_flags & kHuge) {
    refuse(line, "is shared memory of hugetlb pages, which cannot be saved yet",
           why);
    return RegionKind::kRefused;
  }
  if (shared)
    return classify_shared(line);
  // mmap of /dev/zero makes anonymous memory that keeps the name
  // (drivers/char/mem.c, mmap_zero).
  if (detail.vm_flags & kHuge && !(line.path == "/anon_hugepage")) {
    refuse(line, "is a file of hugetlbfs, which cannot be saved yet", why);
    return RegionKind::kRefused;
  }
  if (detail.vm_flags & kHuge)
    return RegionKind::kAnonymous;
  if (line.path.empty() || line.path == "/dev/zero" || line.path == "[heap]" ||
      line.path == "[stack]" || line.path.starts_with("[anon:"))
    return RegionKind::kAnonymous;
  if (line.path[0] == '[') {
    refuse(line, "is of a kind that is not known", why);
    return RegionKind::kRefused;
  }
  return RegionKind::kNamed;
}

u32 mapping_flags(u64 vm_flags) {
  struct Pair {
    u64 vm;
    u32 flag;
  };
  constexpr Pair pairs[] = {
      {proc::kVmGrowsDown, image::kGrowsDown},
      {proc::kVmNoReserve, image::kNoReserve},
      {proc::kVmAccount, image::kAccounted},
      {proc::kVmHugePage, image::kHugePage},
      {proc::kVmNoHugePage, image::kNoHugePage},
      {proc::kVmDontCopy, image::kDontFork},
      {proc::kVmDontDump, image::kDontDump},
      {proc::kVmWipeOnFork, image::kWipeOnFork},
      {proc::kVmMergeable, image::kMergeable},
      {proc::kVmSequential, image::kSeqRead},
      {proc::kVmRandom, image::kRandRead},
      {proc::kVmLocked, image::kLocked},
      {proc::kVmLockOnFault, image::kLockOnFault},
      {proc::kVmHugeTlb, image::kHugeTlb},
      {proc::kVmDroppable, image::kDroppable},
  };
  u32 flags = 0;
  for (const Pair &pair : pairs)
    if (vm_flags & pair.vm)
      flags |= pair.flag;
  return flags;
}

} // namespace ckpt
