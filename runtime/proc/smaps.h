// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Parses the field lines that follow a mapping's line in /proc/PID/smaps, and
// names the VmFlags.  Pure.
// Phase: any.  Needs: a line without its '\n'.  Never: allocates, never a
// table of pointers (it runs before a static-PIE relocates itself).
// Source: __show_smap and show_smap_vma_flags in fs/proc/task_mmu.c.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::proc {

namespace detail {
enum VmFlagIndex : unsigned {
#define CKPT_VM_FLAG(code, enumerator, meaning) index_##enumerator,
#include "runtime/proc/vm_flags.def"
  kVmFlagCount
};
static_assert(kVmFlagCount <= 64);
} // namespace detail

// One bit each in MappingDetail::vm_flags.
enum VmFlag : u64 {
#define CKPT_VM_FLAG(code, enumerator, meaning)                                \
  enumerator = u64{1} << detail::index_##enumerator,
#include "runtime/proc/vm_flags.def"
};

inline constexpr unsigned kVmFlagCount = detail::kVmFlagCount;

struct MappingDetail {
  u64 rss_kb = 0;
  u64 swap_kb = 0;
  u64 anonymous_kb = 0; // of a private mapping of a file: own copies
  u64 shared_kb = 0; // also in other mappings, of this process or another
  u64 protection_key = 0;
  u64 page_kb = 4; // KernelPageSize
  u64 vm_flags = 0; // VmFlag bits
  // A code that vm_flags.def has no row for: the first one of the line.
  bool unknown_flag = false;
  char unknown_name[2] = {};
};

// Adds what one field line says: Rss, Swap, Anonymous, Shared_*, KernelPageSize,
// ProtectionKey and VmFlags; all others are ignored.  False, and detail as it was,
// when the line is no "Name: value" or one of these is malformed.
[[nodiscard]] bool parse_smaps_field(StringView line, MappingDetail &detail);

// "rd", "executable"; empty for what is not exactly one flag.
StringView vm_flag_code(VmFlag flag);
StringView vm_flag_meaning(VmFlag flag);

// The flag of a two-letter code; false when there is no such row.
[[nodiscard]] bool find_vm_flag(StringView code, VmFlag &flag);

} // namespace ckpt::proc
