// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/tid_locks.h"

#include <linux/futex.h>

#include <asm/unistd.h>

#include "runtime/arch/x86_64/frame.h"
#include "runtime/ckpt/probe.h"
#include "runtime/ckpt/tids.h"

namespace ckpt {

namespace {

// An id of the last process may equal another thread's in this one, and a word
// may be met twice.  So each is first replaced by a code that is no id: this
// bit and the row's place in the table.
constexpr u32 kCode = 1u << 29;

using Exchange = bool (*)(TidSlots, u32 from, u32 &to);

bool to_code(TidSlots slots, u32 from, u32 &to) {
  for (u32 i = 0; i < slots.size; ++i) {
    if (slots[i].address <= 1 || static_cast<u32>(slots[i].previous) != from)
      continue;
    to = kCode | i;
    return true;
  }
  return false;
}

bool to_real(TidSlots slots, u32 from, u32 &to) {
  u32 i = from & ~kCode;
  if (!(from & kCode) || i >= slots.size || slots[i].address <= 1)
    return false;
  to = static_cast<u32>(slots[i].real);
  return true;
}

// The lowest 30 bits are the owner's id, the others the kernel's flags.
void change_lock_word(TidSlots slots, u64 address, Exchange exchange) {
  if (!can_write_word(address))
    return;
  u32 *word = reinterpret_cast<u32 *>(address), to;
  if (exchange(slots, *word & FUTEX_TID_MASK, to))
    *word = (*word & ~static_cast<u32>(FUTEX_TID_MASK)) | to;
}

void change_owner(TidSlots slots, u64 address, Exchange exchange) {
  if (!can_write_word(address))
    return;
  u32 *word = reinterpret_cast<u32 *>(address), to;
  if (exchange(slots, *word, to))
    *word = to;
}

// %fs:0 holds the thread pointer itself (psABI, ELF handling for TLS): a thread
// that has another idea of FS has no variables of libc's kind.
const HeldLocks *held_locks(const image::Thread &thread,
                            const LockLayout &layout) {
  u64 fs = thread.fs_base;
  if (!layout.known || !can_read(fs, sizeof(u64)) ||
      *reinterpret_cast<u64 *>(fs) != fs)
    return nullptr;
  u64 at = fs + static_cast<u64>(layout.held);
  if (!can_read(at, sizeof(HeldLocks)))
    return nullptr;
  const HeldLocks *held = reinterpret_cast<const HeldLocks *>(at);
  u64 list = reinterpret_cast<u64>(held->locks);
  if (!held->count || can_read(list, held->count * sizeof(u64)))
    return held;
  return nullptr;
}

void change_held(TidSlots slots, const HeldLocks &held,
                 const LockLayout &layout, Exchange exchange) {
  for (u32 i = 0; i < held.count; ++i) {
    u64 mutex = held.locks[i] & ~kOwnerOnly;
    if (!(held.locks[i] & kOwnerOnly))
      change_lock_word(slots, mutex, exchange);
    change_owner(slots, mutex + layout.owner, exchange);
  }
}

// The word that the thread waits for in futex(FUTEX_LOCK_PI), which it will
// call again: libc's, or the program's own.
u64 awaited_word(const image::Thread &thread) {
  if (!thread.frame)
    return 0; // it has ended
  const struct sigcontext &at = arch::context_of(thread.frame)->uc_mcontext;
  u64 command = at.rsi & FUTEX_CMD_MASK;
  constexpr u64 kLockPi2 = 13; // Linux 5.14
  bool waits = at.rax == __NR_futex &&
               (command == FUTEX_LOCK_PI || command == kLockPi2);
  return waits ? at.rdi : 0;
}

void change_words(TidSlots slots, Span<const image::Thread> threads,
                  const LockLayout &layout, Exchange exchange) {
  for (const image::Thread &thread : threads) {
    if (const HeldLocks *held = held_locks(thread, layout))
      change_held(slots, *held, layout, exchange);
    if (u64 word = awaited_word(thread))
      change_lock_word(slots, word, exchange);
  }
}

} // namespace

void tids_settle(Span<const image::Thread> threads) {
  TidSlots slots = tid_slots();
  const LockLayout &layout = lock_layout();
  change_words(slots, threads, layout, to_code);
  change_words(slots, threads, layout, to_real);
  for (const image::Thread &thread : threads) {
    TidRow row;
    u64 at = thread.tid_address;
    if (!find_tid_row(slots, at, row) ||
        (!word_is(at, row.kept) && !word_is(at, row.previous)) ||
        !can_write_word(at))
      continue;
    const HeldLocks *held = held_locks(thread, layout);
    *reinterpret_cast<i32 *>(at) = held && held->inside ? row.real : row.kept;
  }
  tids_end();
}

} // namespace ckpt
