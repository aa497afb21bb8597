// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The rows of runtime/ckpt/tids.h in memory that somebody else provides: a hash
// table by the address of the thread's id in libc's descriptor.  Readers take
// no lock and may run in signal handlers; writers are one at a time.
// Phase: any.  Pure.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

// A thread may be restarted many times where it stands, between gettid() and the
// use of what that told: requests that come densely let no thread but the first run.
inline constexpr size_t kOlderIds = 61;

struct TidRow {
  u64 address;  // where libc keeps the thread's id, PR_GET_TID_ADDRESS
  i32 kept;     // the id that stands there
  i32 real;     // the kernel's id of the thread
  i32 previous; // the kernel's id in the process before this one
  i32 older[kOlderIds]; // in those before that, the last one first
};
static_assert(sizeof(TidRow) == 264);

// 0, the calling thread, is nobody's.
inline bool had_id(const TidRow &row, i32 id) {
  bool found = row.previous == id;
  for (i32 older : row.older)
    found = found || older == id;
  return found && id;
}

// `row` is that of the thread of `before` in the next process.
inline void inherit_ids(TidRow &row, const TidRow &before) {
  row.previous = before.real;
  row.older[0] = before.previous;
  for (size_t i = 1; i < kOlderIds; ++i)
    row.older[i] = before.older[i - 1];
}

// A power of two of slots, all zero at first.
using TidSlots = Span<TidRow>;

// False: none.  The row is whole even while a writer is at work.
bool find_tid_row(TidSlots slots, u64 address, TidRow &found);

// The first row from slot `at` on; `at` moves behind it.
bool next_tid_row(TidSlots slots, u32 &at, TidRow &found);

// Replaces the row of the same address.  False: three quarters of the slots
// hold rows; a larger table is needed.
[[nodiscard]] bool put_tid_row(TidSlots slots, const TidRow &row);

void drop_tid_row(TidSlots slots, u64 address);
void clear_tid_rows(TidSlots slots);

// The number of slots for `count` threads and as many later ones.
u64 tid_slots_for(u64 count);

} // namespace ckpt
