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

// Where libc may have put it: in its thread descriptor, which begins at the
// thread pointer, or below, among the thread's variables.
constexpr u64 kAbove = 8192;
constexpr u64 kBelow = 65536;

bool is_registered(u64 area, u32 size) {
  return sys::rseq(area, size, 0, kSignature).error() == EBUSY;
}

// An area is registered: so no try takes effect, and the only answer that is
// not "no" is the right one's.
bool search(u64 fs_base, Rseq &found) {
  for (u32 size = kSmallest; size <= kLargest; size += 32)
    for (u64 step = 0; step < kAbove + kBelow; step += 32) {
      u64 area = step < kAbove ? fs_base + step : fs_base - (step - kAbove);
      if (!is_registered(area, size))
        continue;
      found = {area, size, kSignature, false};
      return true;
    }
  return false;
}
} // namespace

u64 read_fs_base() {
  u64 base = 0;
  sys::arch_prctl(ARCH_GET_FS, reinterpret_cast<u64>(&base)).ignore();
  return base;
}

// There is no call that asks.  Registering again says EBUSY for the very area,
// length and signature in force, and EINVAL or EPERM for others.
Rseq find_rseq(u64 fs_base) {
  alignas(32) char unused[kLargest];
  bool has_libc_area = &__rseq_offset && fs_base;
  u64 area = has_libc_area ? fs_base + static_cast<u64>(__rseq_offset)
                           : reinterpret_cast<u64>(unused);
  for (u32 size = kSmallest; size <= kLargest; size += 32) {
    SysResult tried = sys::rseq(area, size, 0, kSignature);
    if (tried.error() == EBUSY)
      return {area, size, kSignature, false};
    if (tried.ok()) { // there was none: take the new one back
      sys::rseq(area, size, kUnregister, kSignature).ignore();
      return {};
    }
    if (tried.error() == ENOSYS)
      return {};
  }
  Rseq found;
  if (fs_base && !has_libc_area && search(fs_base, found))
    return found;
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

} // namespace ckpt
