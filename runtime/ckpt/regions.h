// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which mapping is saved, skipped, or a reason not to checkpoint.  An
// allow-list: a flag or a kind that is not known here is refused by name.
// Pure.  Phase: any.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/proc/maps.h"
#include "runtime/proc/smaps.h"

namespace ckpt {

enum class RegionKind : u8 {
  kAnonymous, // pages without content are zero
  kNamed,     // private, backed by a file: saved whole
  kSharedMemory, // seen by this process alone
  kSharedFile,   // of a file with a name
  kSystemV,      // a segment of shmget(2)
  kVdso,
  kVvar,
  kSkipped, // the vsyscall page
  kRefused,
};

RegionKind classify_region(const proc::MapsLine &line,
                           const proc::MappingDetail &detail, Reason &why);

// VmFlags as image::MappingFlag.
u32 mapping_flags(u64 vm_flags);

} // namespace ckpt
