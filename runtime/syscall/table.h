// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Virtual descriptors: which real one a number of the program's stands for.
// The kernel keeps nearly everything else that belongs to a descriptor, its
// flags, its offset and the description it shares with others, so there is one
// word for each number.  How it was opened where that is more than a local file
// is in a record (syscall/records.h) that the word leads to.
// No locks: a handler of the program's may come, and stay, at any instant.  The
// table is memory of the program, so every image has it.
// Phase: pre-libc, normal, signal.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/ckpt/state.h"
#include "runtime/sys/calls.h"

namespace ckpt::syscall {

inline constexpr u32 kMostVirtual = 1 << 20;
// A number that no process can have: the kernel answers EBADF.
inline constexpr i32 kNoDescriptor = 0x7fffffff;

// 0: the number is free.  Else 1 + the real descriptor in kRealBits, and marks
// beside it, which go to its copies (dup) too.
using Word = u64;
using Marks = u64;
inline constexpr Word kRealBits = 0x0fffffff;
// It is open on the directory of the process's descriptors.
inline constexpr Marks kListing = 1u << 31;
// The program knows that its file is open for reading and writing.
inline constexpr Marks kToldReadWrite = 1u << 30;
// The upper half: 1 + the number of its record; 0: it has none.
inline constexpr int kRecordShift = 32;

constexpr i32 real_in(Word word) {
  return static_cast<i32>(word & kRealBits) - 1;
}
constexpr Marks marks_in(Word word) { return word & ~kRealBits; }

struct Table {
  Word *words;
  u32 size;
  u32 top;  // above the highest number that was ever in use
  u64 free; // low half: no number below is free; high half: counts releases
  // Of a child that shares the memory:
  i32 pid;         // 0: it has not begun
  bool used;       // the row
  bool waited_for; // by the thread that made it, which ends the table
  u64 trap_mask;   // syscall/trap_mask.cpp
};

// Of this process.
Table &table();

bool begin_table(Reason &why);
// Enters what is open, each under its own number; not the command stream.
void enter_open_descriptors(int but_not);

// 0: the number is free, or none.
Word word_of_number(i32 number);
// The real one, or -1.
i32 real_of(i32 number);
// The same, kNoDescriptor for -1.
i32 real_or_none(i32 number);
bool is_listing(i32 number);
bool has_record(i32 number);
// What stands beside the real one; a share of its record is the caller's, who
// gives it to a number or to drop_marks.
Marks share_marks(i32 number);
void drop_marks(Marks marks);
// The number, if it is in use, has these from now on; its own are dropped.
void set_marks(i32 number, Marks marks);
// Adds what needs no record.
void add_mark(i32 number, Marks mark);
// The number that stands for it, or -1.
i32 virtual_of(i32 real);

// The soft limit of open files, at most kMostVirtual.
u32 number_limit();
// Whether a number from `from` on is free; and the lowest one, taken: -EMFILE if
// there is none.
bool has_room(u32 from = 0);
i32 claim(i32 real, u32 from = 0, Marks marks = 0);
// `number` stands for `real` from now on if it was free.
bool claim_number(i32 number, i32 real, Marks marks = 0);
// The number is free; what was there, 0: nothing.  The marks are the caller's,
// who drops them when the real one is closed.
Word release(i32 number);
// The same, with both done; what close(2) says.
i64 close_number(i32 number);
// Another real one for a number in use.
void change(i32 number, i32 real);

// Children that share the memory, not the descriptors, have a table to
// themselves; null: there are too many.
Table *begin_child_table(bool waited_for);
void end_child_table(Table *child);
bool has_own_table();
// After the rule of what is skipped has changed.
void look_at_all_numbers();

} // namespace ckpt::syscall
