// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/syscall/trap_mask.h"

#include <asm/prctl.h>
#include <asm/signal.h>

#include "runtime/abi/signal_set.h"
#include "runtime/syscall/dispatch.h"

namespace ckpt::syscall {

namespace {

// A word: the thread's FS base, and below it
constexpr u64 kBlocks = 1, kWaits = 2, kMarks = 15;

// Of threads that block it; 0: free.  A thread writes no word but its own.
constexpr u32 kMostThreads = 512;
constinit u64 words[kMostThreads] = {};
constinit u32 top = 0; // no word in use is above

// Of the one that waits, or of the first where several threads have one.
constinit u8 waiting[kSignalInfo] = {};
constinit bool waiting_is_known = false;

constinit u64 action_masks = 0; // bit by signal

u64 own_key() {
  u64 base = 0;
  sys::arch_prctl(ARCH_GET_FS, reinterpret_cast<u64>(&base)).ignore();
  return (base & ~kMarks) | kBlocks;
}

u64 load(const u64 &word) { return __atomic_load_n(&word, __ATOMIC_SEQ_CST); }

void raise_top(u32 to) {
  u32 before = __atomic_load_n(&top, __ATOMIC_SEQ_CST);
  while (before < to &&
         !__atomic_compare_exchange_n(&top, &before, to, false,
                                      __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
  }
}

// The calling thread's word, null: it has none.
u64 *find_word() {
  if (has_own_table())
    return table().trap_mask ? &table().trap_mask : nullptr;
  u32 end = __atomic_load_n(&top, __ATOMIC_SEQ_CST);
  u64 key = end ? own_key() : 0;
  for (u32 i = 0; i < end; ++i) {
    u64 word = load(words[i]), owner = word & ~kWaits;
    if (owner == kBlocks) // the first thread's, before it had an FS base
      __atomic_store_n(&words[i], word | key, __ATOMIC_SEQ_CST);
    if (owner == key || owner == kBlocks)
      return &words[i];
  }
  return nullptr;
}

// Where all words are in use it is not remembered.
void make_word() {
  if (has_own_table()) {
    table().trap_mask = kBlocks;
    return;
  }
  u64 key = own_key();
  for (u32 i = 0; i < kMostThreads; ++i) {
    u64 none = 0;
    raise_top(i + 1);
    if (__atomic_compare_exchange_n(&words[i], &none, key, false,
                                    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
      return;
  }
}

void send_to_self() {
  u8 info[kSignalInfo];
  memcpy(info, waiting, sizeof info);
  i32 pid = sys::getpid(), tid = sys::gettid();
  bool known = __atomic_exchange_n(&waiting_is_known, false, __ATOMIC_SEQ_CST);
  if (!known || !sys::rt_tgsigqueueinfo(pid, tid, kTrapSignal, info).ok())
    sys::tgkill(pid, tid, kTrapSignal).ignore();
}

void change_mask(int how) {
  u64 own = signal_bit(kTrapSignal);
  sys::rt_sigprocmask(how, &own, nullptr).ignore();
}

} // namespace

bool blocks_trap_signal() { return find_word() != nullptr; }

void block_trap_signal(bool blocked) {
  u64 *word = find_word();
  if (blocked && !word)
    make_word();
  if (blocked || !word)
    return;
  if (__atomic_exchange_n(word, 0, __ATOMIC_SEQ_CST) & kWaits)
    send_to_self();
}

bool trap_signal_waits(const void *info) {
  u64 *word = find_word();
  if (!word)
    return false;
  __atomic_fetch_or(word, kWaits, __ATOMIC_SEQ_CST);
  if (!__atomic_load_n(&waiting_is_known, __ATOMIC_SEQ_CST)) {
    memcpy(waiting, info, sizeof waiting);
    __atomic_store_n(&waiting_is_known, true, __ATOMIC_SEQ_CST);
  }
  return true;
}

bool trap_signal_is_waiting() {
  const u64 *word = find_word();
  return word && (load(*word) & kWaits);
}

bool take_waiting_trap_signal(u8 (&info)[kSignalInfo]) {
  u64 *word = find_word();
  if (!word || !(__atomic_fetch_and(word, ~kWaits, __ATOMIC_SEQ_CST) & kWaits))
    return false;
  memcpy(info, waiting, sizeof info);
  waiting_is_known = false;
  return true;
}

// FS bases are used again, so what an ended thread has left is looked at, too.
void begin_trap_mask(bool blocked, bool own_memory) {
  if (own_memory)
    waiting_is_known = false;
  u64 *word = find_word();
  if (word)
    __atomic_store_n(word, 0, __ATOMIC_SEQ_CST);
  if (blocked)
    make_word();
}

void end_trap_mask() {
  u64 *word = find_word();
  if (word)
    __atomic_store_n(word, 0, __ATOMIC_SEQ_CST);
}

void give_trap_mask() {
  if (!blocks_trap_signal())
    return;
  bool waits = trap_signal_is_waiting();
  change_mask(SIG_BLOCK);
  if (waits)
    send_to_self();
}

void take_trap_mask_back() { change_mask(SIG_UNBLOCK); }

bool action_blocks_trap_signal(int signal) {
  return (__atomic_load_n(&action_masks, __ATOMIC_SEQ_CST) & signal_bit(signal)) !=
         0;
}

void note_action_mask(int signal, u64 mask) {
  if (mask & signal_bit(kTrapSignal))
    __atomic_fetch_or(&action_masks, signal_bit(signal), __ATOMIC_SEQ_CST);
  else
    __atomic_fetch_and(&action_masks, ~signal_bit(signal), __ATOMIC_SEQ_CST);
}

} // namespace ckpt::syscall
