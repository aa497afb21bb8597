// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What pipes, timers, unlinked files and the like hold, and what epoll sets
// watch.
#include "runtime/image/check.h"
#include "runtime/image/frames.h"

namespace ckpt::image {
namespace {

constexpr u64 kLargestCapacity = u64{1} << 31; // of a pipe
constexpr u64 kLargestTime = u64{1} << 62;     // in nanoseconds
constexpr u64 kMaxClock = 11;                  // CLOCK_TAI
constexpr u32 kTimerFlags = 3;                 // TFD_TIMER_*
constexpr u32 kAllSeals = 0x3f;                // F_SEAL_*
constexpr u32 kMemfdFlags = 0x1a; // MFD_ALLOW_SEALING, NOEXEC_SEAL, EXEC
constexpr u64 kMostOfQueue = 1 << 24; // messages, or bytes of one
constexpr u64 kLargestBacklog = ~u32{0} >> 1;
constexpr u64 kLocalDomain = 1; // AF_UNIX
constexpr u64 kDatagrams = 2;   // SOCK_DGRAM
constexpr u64 kMaxSocketNumber = 1 << 16; // of a domain, type or protocol
constexpr u32 kSocketFlags =
    kListening | kPeerGone | kShutRead | kShutWrite | kNameGone |
    kHasName | kWaits;

bool values_after(const Content &c, u32 used) {
  for (u32 i = used; i < 4; ++i)
    if (c.value[i])
      return true;
  return false;
}

bool is_timer(const Content &c) {
  return c.size == 0 && !(c.flags & ~kTimerFlags) && c.value[0] <= kMaxClock &&
         c.value[1] < kLargestTime && c.value[2] < kLargestTime;
}

// Two that are connected name each other; IPv4's and IPv6's may be.
bool is_socket(const Content &c, size_t index, const View &v) {
  if (c.size > kMaxFrames || c.flags & ~kSocketFlags ||
      c.value[0] >= kMaxSocketNumber || c.value[1] >= kMaxSocketNumber ||
      c.value[2] >= kMaxSocketNumber)
    return false;
  if (c.flags & kListening)
    return !(c.flags & ~(u32{kListening} | kNameGone)) &&
           c.value[3] <= kLargestBacklog;
  if (c.flags & kWaits)
    return !(c.flags & (u32{kPeerGone} | kHasName)) &&
           c.value[1] != kDatagrams && c.value[3] &&
           c.value[3] <= v.waiting.size &&
           v.waiting[c.value[3] - 1].client == index;
  if (c.value[3] > v.contents.size || c.value[3] == index + 1)
    return false;
  if (!c.value[3])
    return true;
  const Content &peer = v.contents[c.value[3] - 1];
  return !(c.flags & kPeerGone) && !(peer.flags & (u32{kListening} | kWaits)) &&
         peer.kind == FdKind::kSocket && peer.value[3] == index + 1 &&
         (peer.value[0] == kLocalDomain) == (c.value[0] == kLocalDomain) &&
         peer.value[1] == c.value[1];
}

bool is_right(const Content &c, size_t index, const View &v) {
  switch (c.kind) {
  case FdKind::kPipe:
    return c.size <= kMaxFrames && !c.flags &&
           c.value[0] <= kLargestCapacity && !values_after(c, 1);
  case FdKind::kEventfd:
    return c.size == 0 && !(c.flags & ~u32{kSemaphore}) &&
           c.value[0] != ~u64{0} && !values_after(c, 1);
  case FdKind::kSignalfd:
    return c.size == 0 && !c.flags && !values_after(c, 1);
  case FdKind::kTimerfd:
    return is_timer(c);
  case FdKind::kMemfd:
    return c.size <= kMaxOffset && !(c.flags & ~kMemfdFlags) &&
           c.value[0] <= kAllSeals && !values_after(c, 1);
  case FdKind::kUnlinked:
    return c.size <= kMaxOffset && !c.flags && !values_after(c, 0);
  case FdKind::kSocket:
    return is_socket(c, index, v);
  case FdKind::kQueue:
    return c.size == 0 && !c.flags && c.value[0] && c.value[1] &&
           c.value[0] <= kMostOfQueue && c.value[1] <= kMostOfQueue &&
           c.value[2] <= c.value[0] && !values_after(c, 3);
  case FdKind::kMaster:
    return c.size <= kMaxFrames && !c.flags && c.value[0] <= kAllMasterFlags &&
           !values_after(c, 2);
  case FdKind::kSlave:
    return c.size == 0 && !(c.flags & ~u32{kExclusive}) && c.value[0] &&
           c.value[0] <= v.contents.size &&
           v.contents[c.value[0] - 1].kind == FdKind::kMaster &&
           !values_after(c, 1);
  case FdKind::kInotify:
    return c.size == 0 && !c.flags && !values_after(c, 1);
  default:
    return false;
  }
}

bool check_content_run(const ContentRun &run, const View &v, Reason &why) {
  if (run.content >= v.contents.size || run.size == 0 ||
      run.size > kMaxRunPages * kPageSize || run.reserved)
    return damaged(why, "a piece of content ", run.content,
                   " has a wrong size, or belongs to none");
  u64 size = v.contents[run.content].size;
  return (run.position <= size && run.size <= size - run.position) ||
         damaged(why, "a piece of content ", run.content,
                 " is not inside of it");
}

} // namespace

bool check_contents(const View &v, Reason &why) {
  for (size_t i = 0; i < v.contents.size; ++i)
    if (!is_right(v.contents[i], i, v))
      return damaged(why, "content ", i, " holds impossible values");
  return true;
}

bool check_waiting(const View &v, Reason &why) {
  u32 last = 0;
  for (size_t i = 0; i < v.waiting.size; ++i) {
    const Waiting &w = v.waiting[i];
    if (w.listener >= v.contents.size || w.client >= v.contents.size)
      return damaged(why, "connection ", i, " waits at a socket that does not "
                                            "exist");
    const Content &to = v.contents[w.listener], &from = v.contents[w.client];
    bool local = to.value[0] == kLocalDomain;
    if (to.kind != FdKind::kSocket || !(to.flags & kListening) ||
        from.kind != FdKind::kSocket || !(from.flags & kWaits) ||
        from.value[3] != i + 1 || from.value[1] != to.value[1] ||
        (from.value[0] == kLocalDomain) != local || w.listener < last)
      return damaged(why, "connection ", i,
                     " waits where it cannot, or is out of order");
    last = w.listener;
  }
  return true;
}

bool check_content_runs(const View &v, const Commit &commit, Reason &why) {
  u64 next_offset = commit.data_offset;
  u64 data_end = commit.file_size - sizeof(Commit);
  if (!v.runs.empty()) {
    const Run &last = v.runs[v.runs.size - 1];
    next_offset = last.file_offset + last.pages * kPageSize;
  }
  u64 content = 0, next_position = 0;
  for (const ContentRun &run : v.content_runs) {
    if (!check_content_run(run, v, why))
      return false;
    bool next = run.content > content;
    if (run.content < content || (!next && run.position < next_position))
      return damaged(why, "a piece of content ", run.content,
                     " overlaps the one before it or is out of order");
    u64 size = page_up(run.size);
    if (run.file_offset & kPageMask || run.file_offset < next_offset ||
        run.file_offset > data_end || size > data_end - run.file_offset)
      return damaged(why, "a piece of content ", run.content,
                     " has a wrong place in the file");
    content = run.content;
    next_position = run.position + run.size;
    next_offset = run.file_offset + size;
  }
  return true;
}

bool check_watches(const View &v, Reason &why) {
  for (const Watch &w : v.watches) {
    const Descriptor *set = find_descriptor(v.descriptors, w.number);
    if (!set || set->kind != FdKind::kEpoll || set->shares != -1)
      return damaged(why, "descriptor ", w.number, " is no epoll set");
    if (w.target < 0 || w.target >= kMaxDescriptor ||
        !find_descriptor(v.descriptors, w.via))
      return damaged(why, "the epoll set ", w.number,
                     " watches a descriptor that it cannot, ", w.target);
  }
  return true;
}

} // namespace ckpt::image
