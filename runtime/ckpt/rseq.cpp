// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <asm/errno.h>
#include <asm/prctl.h>

#include "runtime/ckpt/rseq.h"
#include "runtime/sys/calls.h"

// Offset of libc's area from the thread pointer (glibc 2.35 and later, rseq(2)
// in its manual).  Read only once libc is up: in a static-PIE it is reached
// through a table that the program itself relocates.  mold makes a weak symbol
// of a dynamic program 0 although ld.so has it.
extern "C" __attribute__((weak, visibility("default"))) const ckpt::i64
    __rseq_offset;

namespace ckpt {

namespace {
constexpr u32 kSignature = 0x53053053; // RSEQ_SIG of x86
constexpr int kUnregister = 1;
constexpr u32 kSmallest = 32;
constexpr u32 kLargest = 512;

// Where a libc whose symbol is not seen, or a library with a thread variable of
// its own, may have put it: in the thread descriptor, which begins at the thread
// pointer, or below, among the thread's variables.
constexpr u64 kAbove = 8192;
constexpr u64 kBelow = 65536;

// Such areas are at the same place beside each thread pointer, or nowhere there.
struct Learnt {
  bool nowhere;
  u32 size; // 0: nothing is learnt
  u64 from_fs_base;
} learnt;

// Registering again says EBUSY for the very area, length and signature in
// force, EPERM if only the signature is another, and else EINVAL.
int try_area(u64 area, u32 size) {
  return sys::rseq(area, size, 0, kSignature).error();
}

bool is_there(u64 area, Rseq &found) {
  for (u32 size = kSmallest; size <= kLargest; size += 32)
    if (try_area(area, size) == EBUSY) {
      found = {area, size, kSignature, false};
      return true;
    }
  return false;
}

bool is_where_learnt(u64 fs_base, Rseq &found) {
  u64 area = fs_base + learnt.from_fs_base;
  if (!learnt.size || try_area(area, learnt.size) != EBUSY)
    return false;
  found = {area, learnt.size, kSignature, false};
  return true;
}

// Everywhere around the thread pointer.
bool search(u64 fs_base, Rseq &found) {
  for (u32 size = kSmallest; size <= kLargest; size += 32)
    for (u64 step = 0; step < kAbove + kBelow; step += 32) {
      u64 area = step < kAbove ? fs_base + step : fs_base - (step - kAbove);
      int said = try_area(area, size);
      if (said == EBUSY) {
        found = {area, size, kSignature, false};
        learnt = {false, size, area - fs_base};
        return true;
      }
      if (said == EPERM) // there, with a signature that cannot be guessed
        return false;
    }
  return false;
}

bool is_registered() {
  alignas(kSmallest) char unused[kSmallest];
  u64 area = reinterpret_cast<u64>(unused);
  SysResult tried = sys::rseq(area, kSmallest, 0, kSignature);
  if (tried.ok()) // there was none: take this one back
    sys::rseq(area, kSmallest, kUnregister, kSignature).ignore();
  return !tried.ok() && tried.error() != ENOSYS;
}
} // namespace

u64 read_fs_base() {
  u64 base = 0;
  sys::arch_prctl(ARCH_GET_FS, reinterpret_cast<u64>(&base)).ignore();
  return base;
}

void begin_rseq_search() { learnt = {}; }

// There is no call that asks.  But while an area is registered no try takes
// effect, and the only answer that is not "no" is the right one's.
Rseq find_rseq(u64 fs_base) {
  Rseq found;
  if (!is_registered())
    return found;
  if (fs_base && &__rseq_offset &&
      is_there(fs_base + static_cast<u64>(__rseq_offset), found))
    return found;
  if (fs_base && is_where_learnt(fs_base, found))
    return found;
  if (fs_base && !learnt.nowhere && search(fs_base, found))
    return found;
  learnt.nowhere = true;
  return {0, 0, 0, true};
}

void register_rseq(const Rseq &rseq) {
  if (rseq.size)
    sys::rseq(rseq.area, rseq.size, 0, rseq.signature).ignore();
}

void unregister_rseq(const Rseq &rseq) {
  if (rseq.size)
    sys::rseq(rseq.area, rseq.size, kUnregister, rseq.signature).ignore();
}

void let_told_area_go(Rseq &rseq) {
  if (!rseq.foreign || !rseq.size)
    return;
  rseq.foreign =
      !sys::rseq(rseq.area, rseq.size, kUnregister, rseq.signature).ok();
  if (rseq.foreign)
    rseq.size = 0;
}

} // namespace ckpt
