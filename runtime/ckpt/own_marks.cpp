// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/own_marks.h"

namespace ckpt {

namespace {

using image::Attributes;
using image::Own;

// Where a setting lies in Attributes.  Numbers, not pointers to members: it is
// used before a static-PIE relocates itself.
struct Place {
  Own what;
  u32 from, size;
};
#define CKPT_PLACE(what, first, last)                                          \
  {Own::what, offsetof(Attributes, first),                                     \
   offsetof(Attributes, last) + sizeof(Attributes::last) -                     \
       offsetof(Attributes, first)}
constexpr Place kPlaces[] = {
    CKPT_PLACE(kNice, nice, nice),
    CKPT_PLACE(kScheduling, policy, period),
    CKPT_PLACE(kAffinity, affinity, affinity),
    CKPT_PLACE(kIoPriority, io_priority, io_priority),
    CKPT_PLACE(kDumpable, dumpable, dumpable),
    CKPT_PLACE(kNoNewPrivileges, no_new_privileges, no_new_privileges),
    CKPT_PLACE(kPersonality, personality, personality),
    CKPT_PLACE(kSubreaper, subreaper, subreaper),
    CKPT_PLACE(kTimerSlack, timer_slack, timer_slack),
    CKPT_PLACE(kKeepCapabilities, keep_capabilities, keep_capabilities),
    CKPT_PLACE(kNoHugePages, no_huge_pages, no_huge_pages),
    CKPT_PLACE(kDenyWriteExecute, deny_write_execute, deny_write_execute),
    CKPT_PLACE(kMemoryMerge, memory_merge, memory_merge),
    CKPT_PLACE(kStoreBypass, store_bypass, store_bypass),
    CKPT_PLACE(kIndirectBranch, indirect_branch, indirect_branch),
    CKPT_PLACE(kCacheFlush, cache_flush, cache_flush),
    CKPT_PLACE(kOutOfMemory, out_of_memory, out_of_memory),
    CKPT_PLACE(kSecureBits, secure_bits, secure_bits),
    CKPT_PLACE(kIoFlusher, io_flusher, io_flusher),
    CKPT_PLACE(kTerminal, terminal, terminal_modes),
    CKPT_PLACE(kMachineCheck, machine_check, machine_check),
    CKPT_PLACE(kCoreDumpFilter, core_dump_filter, core_dump_filter),
    CKPT_PLACE(kCapabilities, capabilities, capabilities),
};
#undef CKPT_PLACE
static_assert(sizeof kPlaces / sizeof kPlaces[0] ==
              static_cast<size_t>(Own::kCount));

bool same(const Attributes &a, const Attributes &b, const Place &place) {
  const u8 *x = reinterpret_cast<const u8 *>(&a) + place.from;
  const u8 *y = reinterpret_cast<const u8 *>(&b) + place.from;
  for (u32 i = 0; i < place.size; ++i)
    if (x[i] != y[i])
      return false;
  return true;
}

constexpr char kSettings[][32] = {
    "the nice value",
    "the scheduling policy",
    "the processors it may run on",
    "the I/O priority",
    "whether it can be dumped",
    "no_new_privs",
    "the personality",
    "being a child subreaper",
    "the timer slack",
    "the keep-capabilities flag",
    "doing without huge pages",
    "memory-deny-write-execute",
    "the merging of equal pages",
    "the store bypass control",
    "the indirect branch control",
    "the cache flush control",
    "the out-of-memory score",
    "the securebits",
    "the I/O flusher flag",
    "the modes of the terminal",
    "what a broken page does",
    "what a core dump holds",
    "the capabilities",
};
static_assert(sizeof kSettings / sizeof kSettings[0] ==
              static_cast<size_t>(Own::kCount));

constexpr char kLimits[image::kLimitCount][40] = {
    "CPU time (ulimit -t)",
    "file size (ulimit -f)",
    "data (ulimit -d)",
    "the stack (ulimit -s)",
    "core files (ulimit -c)",
    "resident memory (ulimit -m)",
    "processes (ulimit -u)",
    "open files (ulimit -n)",
    "locked memory (ulimit -l)",
    "address space (ulimit -v)",
    "file locks (ulimit -x)",
    "pending signals (ulimit -i)",
    "message queues (ulimit -q)",
    "the nice value (ulimit -e)",
    "real-time priority (ulimit -r)",
    "real-time CPU time (ulimit -R)",
};

} // namespace

void mark_own(const Attributes &start, const Attributes &before,
              Attributes &now) {
  now.own = before.own;
  for (const Place &place : kPlaces) {
    const Attributes &wanted =
        before.own & own_bit(place.what) ? before : start;
    if (!same(wanted, now, place))
      now.own |= own_bit(place.what);
  }
  // One that is another terminal now, or none, has not been set.
  if (!now.terminal || now.terminal != start.terminal)
    now.own &= ~own_bit(Own::kTerminal);
}

void keep_settings(const Attributes &start, const Attributes &before,
                   u32 which, Attributes &now) {
  for (const Place &place : kPlaces) {
    if (!(which & own_bit(place.what)))
      continue;
    const Attributes &wanted =
        before.own & own_bit(place.what) ? before : start;
    __builtin_memcpy(reinterpret_cast<u8 *>(&now) + place.from,
                     reinterpret_cast<const u8 *>(&wanted) + place.from,
                     place.size);
  }
}

void mark_own(const image::Limit (&start)[image::kLimitCount],
              const image::Limit (&before)[image::kLimitCount], image::Limit (&now)[image::kLimitCount]) {
  for (u32 i = 0; i < image::kLimitCount; ++i) {
    const image::Limit &wanted = before[i].own ? before[i] : start[i];
    now[i].own = before[i].own || now[i].soft != wanted.soft ||
                 now[i].hard != wanted.hard;
  }
}

image::Limit own_limit_here(const image::Limit &saved,
                            const image::Limit &now) {
  u64 hard = min(saved.hard, now.hard);
  return {min(saved.soft, hard), hard, saved.own};
}

StringView name_of_setting(u32 what) {
  return kSettings[what];
}

StringView name_of_limit(u32 what) {
  return kLimits[what];
}

} // namespace ckpt
