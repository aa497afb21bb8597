// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads, signals, texts and the two core notes that a restart reads.
#include "runtime/image/check.h"

namespace ckpt::image {
namespace {

constexpr i32 kMaxTid = 1 << 30;         // FUTEX_TID_MASK: what a lock can name
constexpr u64 kMinFrame = 440;           // rt_sigframe without its xstate
constexpr u32 kRobustHead = 24;          // struct robust_list_head
constexpr u32 kMinRseq = 32;
constexpr i32 kSigKill = 9;
constexpr i32 kSigStop = 19;

// Only the first thread stays listed when it has ended.
bool check_ended(const Thread &t, const View &v, Reason &why) {
  bool empty = !(t.frame | t.fs_base | t.gs_base | t.tid_address |
                 t.robust_list | t.robust_size | t.rseq | t.rseq_size);
  if (&t == v.threads.data && v.threads.size > 1 && empty)
    return true;
  return damaged(why, "thread ", t.tid, " has ended, but is there");
}

bool check_thread(const Thread &t, const View &v, Reason &why) {
  if (t.tid <= 0 || t.tid >= kMaxTid || t.flags & ~u32{kAllThreadFlags} ||
      t.name[sizeof t.name - 1])
    return damaged(why, "thread ", t.tid, " has impossible values");
  if (t.flags & kEnded)
    return check_ended(t, v, why);
  if (t.frame % 8 || t.frame >= kUserTop ||
      !covered(v.mappings, t.frame, t.frame + kMinFrame, kProtRead))
    return damaged(why, "the signal frame ", Hex{t.frame}, " of thread ", t.tid,
                   " is in no mapping");
  if (t.fs_base >= kUserTop || t.gs_base >= kUserTop)
    return damaged(why, "thread ", t.tid, " has a wrong FS or GS base");
  if (t.robust_size != 0 && t.robust_size != kRobustHead)
    return damaged(why, "thread ", t.tid, " has a wrong robust list");
  if (t.rseq_size && (t.rseq_size < kMinRseq || t.rseq_size > kPageSize ||
                      t.rseq % kMinRseq || t.rseq >= kUserTop ||
                      !covered(v.mappings, t.rseq, t.rseq + t.rseq_size,
                               kProtRead | kProtWrite)))
    return damaged(why, "thread ", t.tid, " has a wrong rseq area");
  return true;
}

bool check_pending(const PendingSignal &p, const View &v, Reason &why) {
  i32 number;
  __builtin_memcpy(&number, p.info, sizeof number); // si_signo
  if (number < 1 || number > static_cast<i32>(kSignals) || number == kSigKill ||
      number == kSigStop || p.reserved)
    return damaged(why, "pending signal ", number, " does not exist");
  if (p.tid != 0 && !has_thread(v.threads, p.tid))
    return damaged(why, "a signal is pending for thread ", p.tid,
                   ", which does not exist");
  return true;
}

u64 load_u64(Bytes b, u64 at) {
  u64 value;
  __builtin_memcpy(&value, b.data + at, sizeof value);
  return value;
}

// NT_FILE: count, page size, count times {start, end, offset}, count strings.
bool is_file_note(Bytes b) {
  constexpr u64 kHead = 16, kEntry = 24;
  if (b.size < kHead)
    return false;
  u64 count = load_u64(b, 0);
  if (load_u64(b, 8) == 0 || count > (b.size - kHead) / kEntry)
    return false;
  u64 names = 0;
  for (u64 i = kHead + count * kEntry; i < b.size; ++i)
    names += b[i] == 0;
  return names == count && (count == 0 || b[b.size - 1] == 0);
}

} // namespace

bool check_threads(const View &v, Reason &why) {
  if (v.threads.empty())
    return damaged(why, "it has no threads");
  i32 leader = v.threads[0].tid, previous = 0;
  for (size_t i = 0; i < v.threads.size; ++i) {
    const Thread &t = v.threads[i];
    if (!check_thread(t, v, why))
      return false;
    if (i == 0)
      continue;
    if (t.tid <= previous || t.tid == leader)
      return damaged(why, "thread ", t.tid, " is there twice or out of order");
    previous = t.tid;
  }
  return true;
}

bool check_signals(const View &v, Reason &why) {
  if (v.actions.size != kSignals)
    return damaged(why, "it has ", v.actions.size, " signal actions");
  if (v.actions[kSigKill - 1].handler || v.actions[kSigStop - 1].handler)
    return damaged(why, "it has an action for SIGKILL or SIGSTOP");
  for (const PendingSignal &p : v.pending)
    if (!check_pending(p, v, why))
      return false;
  return true;
}

bool check_texts(const View &v, Reason &why) {
  const StringView texts[] = {v.provenance, v.options};
  for (StringView text : texts)
    if (text.find(0) != text.size || (!text.empty() && !text.ends_with("\n")))
      return damaged(why, "one of its texts is not made of lines");
  return true;
}

bool check_core_notes(const View &v, Reason &why) {
  constexpr u64 kPair = 16, kMaxAuxv = 4096;
  Bytes a = v.auxv;
  if (a.size < kPair || a.size % kPair || a.size > kMaxAuxv ||
      load_u64(a, a.size - kPair) != 0)
    return damaged(why, "its note NT_AUXV is missing or has a wrong size");
  if (v.nt_file.data && !is_file_note(v.nt_file))
    return damaged(why, "its note NT_FILE is not well-formed");
  return true;
}

} // namespace ckpt::image
