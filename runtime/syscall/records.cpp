// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/syscall/records.h"

#include <linux/mman.h>

#include "runtime/abi/api.h"
#include "runtime/sys/memory.h"

namespace ckpt::syscall {

namespace {

constexpr int kOrder = __ATOMIC_SEQ_CST;

// Nobody can share one that begins, or ends.
constexpr u32 kBusy = 1u << 31;

constinit Record *records = nullptr; // kMostVirtual; there when one is needed
constinit u32 looked_up_to = 0;      // where the next free one may be

SysResult map(u64 size, int flags) {
  return sys::mmap(0, size, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
}

Record *all_records() {
  Record *known = __atomic_load_n(&records, kOrder);
  if (known)
    return known;
  u64 size = page_up(u64{kMostVirtual} * sizeof(Record));
  SysResult made = map(size, MAP_NORESERVE);
  if (!made.ok())
    return nullptr;
  Record *mine = reinterpret_cast<Record *>(made.address());
  if (__atomic_compare_exchange_n(&records, &known, mine, false, kOrder,
                                  kOrder))
    return mine;
  sys::munmap(made.address(), size).ignore(); // somebody was faster
  return known;
}

bool set_shares(Record &record, u32 expected, u32 wanted) {
  return __atomic_compare_exchange_n(&record.shares, &expected, wanted, false,
                                     kOrder, kOrder);
}

// As many as numbers, so one is free but for those that are about to end.
Record *take_free(Record *all) {
  u32 from = __atomic_load_n(&looked_up_to, kOrder);
  for (u32 i = 0; i < kMostVirtual; ++i) {
    u32 place = (from + i) % kMostVirtual;
    if (!set_shares(all[place], 0, kBusy))
      continue;
    __atomic_store_n(&looked_up_to, place + 1, kOrder);
    return &all[place];
  }
  return nullptr;
}

void free_text(const Record &record) {
  if (record.text)
    sys::munmap(reinterpret_cast<u64>(record.text), page_up(record.text_size))
        .ignore();
}

Record *find(Marks marks) {
  u64 place = marks >> kRecordShift;
  return place ? &records[place - 1] : nullptr;
}

bool holds_off(u32 methods) { return methods & url_bit(UrlMethod::kSpecial); }

} // namespace

bool make_record(u32 methods, i32 number, StringView text, Marks &marks) {
  Record *all = all_records();
  char *copy = nullptr;
  if (all && !text.empty()) {
    SysResult made = map(page_up(text.size), 0);
    if (!made.ok())
      return false;
    copy = reinterpret_cast<char *>(made.address());
    memcpy(copy, text.data, text.size);
  }
  Record *record = all ? take_free(all) : nullptr;
  if (!record) {
    if (copy)
      sys::munmap(reinterpret_cast<u64>(copy), page_up(text.size)).ignore();
    return false;
  }
  record->methods = methods;
  record->number = number;
  record->text = copy;
  record->text_size = static_cast<u32>(text.size);
  if (holds_off(methods))
    __ckpt_hold(1);
  __atomic_store_n(&record->shares, 1u, kOrder);
  marks = static_cast<Marks>(record - all + 1) << kRecordShift;
  return true;
}

const Record *record_of(Marks marks) { return find(marks); }

u32 methods_of(Marks marks) {
  const Record *record = find(marks);
  return record ? record->methods : 0;
}

bool share_record(Marks marks) {
  Record *record = find(marks);
  if (!record)
    return true;
  for (;;) {
    u32 shares = __atomic_load_n(&record->shares, kOrder);
    if (!shares || shares == kBusy)
      return false;
    if (set_shares(*record, shares, shares + 1))
      return true;
  }
}

void drop_record(Marks marks) {
  Record *record = find(marks);
  if (!record)
    return;
  for (;;) {
    u32 shares = __atomic_load_n(&record->shares, kOrder);
    bool last = shares == 1;
    if (!set_shares(*record, shares, last ? kBusy : shares - 1))
      continue;
    if (!last)
      return;
    bool held_off = holds_off(record->methods);
    free_text(*record);
    record->text = nullptr;
    __atomic_store_n(&record->shares, 0u, kOrder);
    if (held_off)
      __ckpt_hold(-1);
    return;
  }
}

} // namespace ckpt::syscall
