// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The table of thread ids: rows by address, in a bounded number of slots.
#include <vector>

#include "runtime/ckpt/tid_table.h"
#include "test/unit/check.h"

using namespace ckpt;

namespace {

struct Table {
  explicit Table(size_t size) : memory(size), slots{memory.data(), size} {}
  std::vector<TidRow> memory;
  TidSlots slots;
};

TidRow row_at(u64 address, i32 kept) {
  return {address, kept, kept + 1000, kept + 2000, {kept + 3000}};
}

size_t count(TidSlots slots) {
  TidRow row;
  size_t rows = 0;
  for (u32 at = 0; next_tid_row(slots, at, row);)
    ++rows;
  return rows;
}

} // namespace

TEST(no_table_and_an_empty_one_have_no_rows) {
  TidRow row;
  CHECK(!find_tid_row({}, 0x7000, row));
  CHECK_EQ(count({}), 0u);
  Table table(16);
  CHECK(!find_tid_row(table.slots, 0x7000, row));
  drop_tid_row(table.slots, 0x7000);
}

TEST(rows_are_found_replaced_and_dropped) {
  Table table(16);
  for (int i = 1; i <= 12; ++i)
    CHECK(put_tid_row(table.slots, row_at(u64(i) * 0x801000, i)));
  TidRow row;
  for (int i = 1; i <= 12; ++i) {
    CHECK(find_tid_row(table.slots, u64(i) * 0x801000, row));
    CHECK_EQ(row.kept, i);
    CHECK_EQ(row.real, i + 1000);
    CHECK_EQ(row.previous, i + 2000);
    CHECK_EQ(row.older[0], i + 3000);
  }
  CHECK(put_tid_row(table.slots, row_at(0x801000, 77)));
  CHECK(find_tid_row(table.slots, 0x801000, row));
  CHECK_EQ(row.kept, 77);
  drop_tid_row(table.slots, 0x801000);
  CHECK(!find_tid_row(table.slots, 0x801000, row));
  CHECK_EQ(count(table.slots), 11u);
}

TEST(ids_of_many_lives_are_remembered) {
  TidRow row = row_at(16, 1);
  CHECK(had_id(row, 2001) && !had_id(row, 0));
  for (int life = 1; life <= 70; ++life) {
    TidRow next = {16, 1, 100 + life, 1, {}};
    inherit_ids(next, row);
    row = next;
  }
  CHECK(!had_id(row, 170)); // that of this life
  CHECK(had_id(row, 169) && had_id(row, 108));
  CHECK(!had_id(row, 107) && !had_id(row, 1));
}

TEST(a_full_table_says_so_and_stays) {
  Table table(16);
  for (int i = 1; i <= 12; ++i)
    CHECK(put_tid_row(table.slots, row_at(u64(i) * 16, i)));
  CHECK(!put_tid_row(table.slots, row_at(0x9990, 1)));
  CHECK(put_tid_row(table.slots, row_at(16, 5)));
  CHECK_EQ(count(table.slots), 12u);
}

TEST(millions_of_threads_that_come_and_go_need_no_more_slots) {
  Table table(16);
  TidRow row;
  for (int i = 1; i <= 3000000; ++i) {
    u64 address = u64(i) * 0x1230;
    CHECK(put_tid_row(table.slots, row_at(address, i)));
    CHECK(find_tid_row(table.slots, address, row));
    drop_tid_row(table.slots, address);
  }
  CHECK_EQ(count(table.slots), 0u);
}

TEST(threads_that_libc_knows_nothing_of_have_no_row) {
  Table table(16);
  CHECK(put_tid_row(table.slots, row_at(0, 1)));
  CHECK(put_tid_row(table.slots, row_at(1, 1)));
  CHECK_EQ(count(table.slots), 0u);
}

TEST(slots_are_a_power_of_two_and_enough) {
  for (u64 threads = 0; threads < 5000; threads += 7) {
    u64 slots = tid_slots_for(threads);
    CHECK_EQ(slots & (slots - 1), 0u);
    CHECK(slots / 4 * 3 > threads);
  }
}
