// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which mapping is saved, and how: by its line in maps and its VmFlags.
#include "runtime/ckpt/regions.h"
#include "test/unit/check.h"
#include <iostream>
#include <string>

using namespace ckpt;

namespace {

RegionKind kind(const std::string &rest, std::string &said,
                u64 flags = proc::kVmRead | proc::kVmMayWrite) {
  proc::MapsLine line;
  std::string text = "10000-20000 " + rest;
  CHECK(proc::parse_maps_line({text.data(), text.size()}, line));
  proc::MappingDetail detail;
  detail.vm_flags = flags;
  Reason why;
  RegionKind found = classify_region(line, detail, why);
  said.assign(why.view().data, why.view().size);
  CHECK_EQ(found == RegionKind::kRefused, !said.empty());
  return found;
}

void is(RegionKind wanted, const std::string &rest,
        u64 flags = proc::kVmRead | proc::kVmMayWrite) {
  std::string said;
  if (!CHECK(kind(rest, said, flags) == wanted))
    std::cout << "  " << rest << ": " << said << "\n";
}

void refused(const std::string &rest, const char *text,
             u64 flags = proc::kVmRead | proc::kVmMayWrite) {
  std::string said;
  kind(rest, said, flags);
  if (!CHECK(said.find(text) != std::string::npos))
    std::cout << "  " << rest << ": " << said << "\n";
}

} // namespace

TEST(private_memory) {
  is(RegionKind::kAnonymous, "rw-p 00000000 00:00 0 ");
  is(RegionKind::kAnonymous, "rw-p 00000000 00:00 0 [anon:name]");
  is(RegionKind::kAnonymous, "rw-p 00000000 00:05 4 /dev/zero");
  is(RegionKind::kNamed, "r-xp 00000000 08:01 9 /lib/x.so");
  is(RegionKind::kAnonymous, "rw-p 00000000 00:0f 9 /anon_hugepage (deleted)",
     proc::kVmHugeTlb | proc::kVmMayWrite);
  is(RegionKind::kNamed, "r-xp 00000000 08:01 9 /lib/x.so (deleted)");
  is(RegionKind::kVdso, "r-xp 00000000 00:00 0 [vdso]");
  is(RegionKind::kVvar, "r--p 00000000 00:00 0 [vvar_vclock]");
  refused("rw-p 00000000 00:00 0 [uprobes]", "not known");
}

TEST(shared_memory) {
  is(RegionKind::kSharedMemory, "rw-s 00000000 00:01 9 /dev/zero (deleted)");
  is(RegionKind::kSharedMemory, "rw-s 00000000 00:01 9 /memfd:x (deleted)");
  is(RegionKind::kSharedMemory, "rw-s 00000000 08:01 9 /tmp/x (deleted)");
  is(RegionKind::kSystemV, "rw-s 00000000 00:01 9 /SYSV0000002a (deleted)");
  is(RegionKind::kSharedFile, "rw-s 00000000 08:01 9 /tmp/x");
  is(RegionKind::kSharedFile, "rw-s 00000000 00:1a 9 /dev/shm/x");
  is(RegionKind::kNamed, "r--s 00000000 08:01 9 /tmp/x", proc::kVmRead);
  is(RegionKind::kSharedFile, "r--s 00000000 08:01 9 /dev/shm/x", proc::kVmRead);
}

TEST(never_saved) {
  refused("rw-s 00000000 00:0e 9 anon_inode:[io_uring]", "io_uring",
          proc::kVmIo | proc::kVmMayWrite);
  refused("rw-s 00000000 00:0e 9 /[aio] (deleted)", "io_destroy");
  refused("rw-s 00000000 00:0e 9 anon_inode:[perf_event]", "of the kernel");
  refused("rw-s 00000000 00:0e 9 socket:[5]", "of the kernel");
  refused("rw-s 00000000 00:0e 9 /secretmem (deleted)", "secret");
  refused("rw-s 00000000 00:05 9 /dev/mem", "device");
  refused("rw-s 00000000 00:05 9 /dmabuf:x", "graphics");
  refused("rw-s 00000000 00:05 9 [odd]", "not known");
  refused("rw-s 00000000 00:01 9 /memfd:x (deleted)", "hugetlb",
          proc::kVmHugeTlb | proc::kVmMayWrite);
  refused("rw-p 00000000 00:01 9 /mnt/huge/x", "hugetlbfs",
          proc::kVmHugeTlb | proc::kVmMayWrite);
}
