// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/segment_numbers.h"

namespace ckpt {

namespace {

constexpr i32 kHighest = 0x7ffffffe;

constexpr u64 row_of(i32 kept, i32 real) {
  return (u64{static_cast<u32>(kept)} + 1) << 32 | static_cast<u32>(real);
}
constexpr i32 kept_in(u64 row) { return static_cast<i32>((row >> 32) - 1); }
constexpr i32 real_in(u64 row) { return static_cast<i32>(row); }

u64 load(const u64 &row) { return __atomic_load_n(&row, __ATOMIC_SEQ_CST); }

// 0: there is none.
template <class Is> u64 find(const u64 (&rows)[SegmentNumbers::kMost], Is is) {
  for (const u64 &each : rows)
    if (u64 row = load(each); row && is(row))
      return row;
  return 0;
}

u64 find_kept(const u64 (&rows)[SegmentNumbers::kMost], i32 kept) {
  return find(rows, [=](u64 row) { return kept_in(row) == kept; });
}

u64 find_real(const u64 (&rows)[SegmentNumbers::kMost], i32 real) {
  return find(rows, [=](u64 row) { return real_in(row) == real; });
}

bool add(u64 (&rows)[SegmentNumbers::kMost], u64 row) {
  for (u64 &each : rows) {
    u64 none = 0;
    if (__atomic_compare_exchange_n(&each, &none, row, false, __ATOMIC_SEQ_CST,
                                    __ATOMIC_SEQ_CST))
      return true;
  }
  return false;
}

} // namespace

i32 SegmentNumbers::real_of(i32 kept) const {
  u64 row = find_kept(rows_, kept);
  return row ? real_in(row) : kept;
}

i32 SegmentNumbers::name(i32 real) {
  if (u64 row = find_real(rows_, real))
    return kept_in(row);
  if (!find_kept(rows_, real))
    return real;
  i32 kept = kHighest;
  while (find_kept(rows_, kept))
    --kept;
  return add(rows_, row_of(kept, real)) ? kept : -1;
}

// A row of a segment that has not moved says nothing any more where its number
// is a moved one's now.
void SegmentNumbers::move(Span<const SegmentNumber> moved) {
  u64 before[kMost];
  for (u32 i = 0; i < kMost; ++i) {
    before[i] = rows_[i];
    rows_[i] = 0;
  }
  for (const SegmentNumber &m : moved) {
    u64 row = find_real(before, m.kept);
    i32 kept = row ? kept_in(row) : m.kept;
    if (kept != m.real)
      (void)add(rows_, row_of(kept, m.real));
  }
  auto is_moved = [&](u64 row) {
    for (const SegmentNumber &m : moved)
      if (real_in(row) == m.kept || real_in(row) == m.real ||
          kept_in(row) == m.real)
        return true;
    return false;
  };
  for (u64 row : before)
    if (row && !is_moved(row))
      (void)add(rows_, row);
}

} // namespace ckpt
