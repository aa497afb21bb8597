// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/tid_table.h"

namespace ckpt {

namespace {

constexpr u64 kFree = 0;    // never used: a search ends here
constexpr u64 kDropped = 1; // may be used again
constexpr u64 kSmallest = 16;

u64 address_at(const TidRow &slot) {
  return __atomic_load_n(&slot.address, __ATOMIC_ACQUIRE);
}

// The address is the last thing that a writer sets and the first it takes
// away, so a row is whole if its address is the same before and after.
bool read_row(const TidRow &slot, u64 address, TidRow &to) {
  to.address = address;
  to.kept = __atomic_load_n(&slot.kept, __ATOMIC_RELAXED);
  to.real = __atomic_load_n(&slot.real, __ATOMIC_RELAXED);
  to.previous = __atomic_load_n(&slot.previous, __ATOMIC_RELAXED);
  for (size_t i = 0; i < kOlderIds; ++i)
    to.older[i] = __atomic_load_n(&slot.older[i], __ATOMIC_RELAXED);
  __atomic_thread_fence(__ATOMIC_ACQUIRE);
  return __atomic_load_n(&slot.address, __ATOMIC_RELAXED) == address;
}

size_t first_slot(TidSlots slots, u64 address) {
  return (address >> 3) * 0x9e3779b97f4a7c15 >> 32 & (slots.size - 1);
}

TidRow *slot_of(TidSlots slots, u64 address) {
  size_t at = slots.size ? first_slot(slots, address) : 0;
  for (size_t tried = 0; tried < slots.size; ++tried) {
    u64 there = address_at(slots[at]);
    if (there == address)
      return &slots[at];
    if (there == kFree)
      return nullptr;
    at = (at + 1) & (slots.size - 1);
  }
  return nullptr;
}

void write_row(TidRow &slot, const TidRow &row) {
  __atomic_store_n(&slot.address, kDropped, __ATOMIC_RELAXED);
  __atomic_thread_fence(__ATOMIC_RELEASE);
  __atomic_store_n(&slot.kept, row.kept, __ATOMIC_RELAXED);
  __atomic_store_n(&slot.real, row.real, __ATOMIC_RELAXED);
  __atomic_store_n(&slot.previous, row.previous, __ATOMIC_RELAXED);
  for (size_t i = 0; i < kOlderIds; ++i)
    __atomic_store_n(&slot.older[i], row.older[i], __ATOMIC_RELAXED);
  __atomic_store_n(&slot.address, row.address, __ATOMIC_RELEASE);
}

} // namespace

bool find_tid_row(TidSlots slots, u64 address, TidRow &found) {
  if (address <= kDropped)
    return false;
  while (const TidRow *slot = slot_of(slots, address))
    if (read_row(*slot, address, found))
      return true;
  return false;
}

bool next_tid_row(TidSlots slots, u32 &at, TidRow &found) {
  while (at < slots.size) {
    const TidRow &slot = slots[at++];
    u64 address = address_at(slot);
    if (address > kDropped && read_row(slot, address, found))
      return true;
  }
  return false;
}

bool put_tid_row(TidSlots slots, const TidRow &row) {
  if (row.address <= kDropped)
    return true; // a thread that libc knows nothing of
  if (TidRow *slot = slot_of(slots, row.address)) {
    write_row(*slot, row);
    return true;
  }
  u64 rows = 0;
  for (const TidRow &slot : slots)
    rows += address_at(slot) > kDropped;
  if (rows >= slots.size / 4 * 3)
    return false;
  size_t at = first_slot(slots, row.address);
  while (address_at(slots[at]) > kDropped)
    at = (at + 1) & (slots.size - 1);
  write_row(slots[at], row);
  return true;
}

void drop_tid_row(TidSlots slots, u64 address) {
  if (TidRow *slot = address > kDropped ? slot_of(slots, address) : nullptr)
    __atomic_store_n(&slot->address, kDropped, __ATOMIC_RELEASE);
}

void clear_tid_rows(TidSlots slots) {
  for (TidRow &slot : slots)
    __atomic_store_n(&slot.address, kFree, __ATOMIC_RELEASE);
}

u64 tid_slots_for(u64 count) {
  u64 slots = kSmallest;
  while (slots < 3 * count)
    slots *= 2;
  return slots;
}

} // namespace ckpt
