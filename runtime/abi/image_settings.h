// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The records of an image for limits and settings; a part of image.h, and under
// its rules.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::image {

// setrlimit(2).
struct Limit {
  u64 soft;
  u64 hard;
  u64 own; // 1: the job set it; 0: it was started with it
};
static_assert(sizeof(Limit) == 24);
inline constexpr u32 kLimitCount = 16;

// Bits of Attributes::own: what the job has set itself since it started.  A
// restart gives back those alone; all else is for whoever starts it to choose.
enum class Own : u32 {
  kNice,
  kScheduling,
  kAffinity,
  kIoPriority,
  kDumpable,
  kNoNewPrivileges,
  kPersonality,
  kSubreaper,
  kTimerSlack,
  kKeepCapabilities,
  kNoHugePages,
  kDenyWriteExecute,
  kMemoryMerge,
  kStoreBypass,
  kIndirectBranch,
  kCacheFlush,
  kOutOfMemory,
  kSecureBits,
  kIoFlusher,
  kTerminal,
  kMachineCheck,
  kCoreDumpFilter,
  kCapabilities,
  kCount,
};
constexpr u32 own_bit(Own what) { return u32{1} << static_cast<u32>(what); }

// capget(2) and prctl(2), one bit for each capability.
struct Capabilities {
  u64 effective;
  u64 permitted;
  u64 inheritable;
  u64 bounding;
  u64 ambient;
};
static_assert(sizeof(Capabilities) == 40);

// Each field as the call beside it takes it.
struct Attributes {
  u32 own;
  i32 nice;            // setpriority(2)
  u32 policy;          // sched_setattr(2), as the next five
  i32 priority;
  u64 scheduling_flags;
  u64 runtime;
  u64 deadline;
  u64 period;
  u32 io_priority;     // ioprio_set(2)
  i32 out_of_memory;   // /proc/self/oom_score_adj
  u64 timer_slack;     // PR_SET_TIMERSLACK
  u32 personality;     // personality(2)
  u32 dumpable;        // PR_SET_DUMPABLE
  u32 no_new_privileges;
  u32 subreaper;
  u32 keep_capabilities;
  u32 no_huge_pages;   // PR_SET_THP_DISABLE
  u32 deny_write_execute; // PR_SET_MDWE
  u32 memory_merge;    // PR_SET_MEMORY_MERGE
  u32 store_bypass;    // PR_SET_SPECULATION_CTRL, as the next two
  u32 indirect_branch;
  u32 cache_flush;
  u32 secure_bits;     // PR_SET_SECUREBITS
  u32 io_flusher;      // PR_SET_IO_FLUSHER
  u32 future_locks;    // mlockall(2)
  u32 barriers;        // membarrier(2): what it is registered for
  u32 terminal;        // 1 + the standard stream that terminal_modes are of; 0: none
  u8 terminal_modes[44]; // struct termios2
  u16 rows;            // TIOCGWINSZ
  u16 columns;
  u8 affinity[128];    // sched_setaffinity(2): bit n is processor n
  u32 machine_check;   // PR_MCE_KILL
  u32 core_dump_filter; // /proc/self/coredump_filter
  Capabilities capabilities;
};
static_assert(sizeof(Attributes) == 352);

// What a thread but the first has been set to, where that differs from what the
// program was started with.
struct ThreadSettings {
  i32 tid; // Thread::tid
  u32 reserved;
  Attributes attributes;
};
static_assert(sizeof(ThreadSettings) == 360);
// What a thread sets for itself alone (ckpt/thread_controls.h).
inline constexpr u32 kOwnControls =
    own_bit(Own::kTimerSlack) | own_bit(Own::kPersonality) |
    own_bit(Own::kNoNewPrivileges) | own_bit(Own::kKeepCapabilities) |
    own_bit(Own::kStoreBypass) | own_bit(Own::kIndirectBranch) |
    own_bit(Own::kCacheFlush) | own_bit(Own::kSecureBits) |
    own_bit(Own::kIoFlusher) | own_bit(Own::kMachineCheck) |
    own_bit(Own::kCapabilities);
inline constexpr u32 kOwnOfThread =
    own_bit(Own::kNice) | own_bit(Own::kScheduling) |
    own_bit(Own::kAffinity) | own_bit(Own::kIoPriority) | kOwnControls;

} // namespace ckpt::image
