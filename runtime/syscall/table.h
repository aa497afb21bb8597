// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Virtual descriptors: which real one a number of the program's stands for.
// The kernel keeps everything else that belongs to a descriptor, its flags and
// the description it shares with others, so there is one word for each number.
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

struct Table {
  u32 *words; // 0: free; else 1 + the real one, kListing beside it
  u32 size;
  u32 top;  // above the highest number that was ever in use
  u64 free; // low half: no number below is free; high half: counts releases
  // Of a child that shares the memory:
  i32 pid;         // 0: it has not begun
  bool used;       // the row
  bool waited_for; // by the thread that made it, which ends the table
};

// Bit of a word: it is open on the directory of the process's descriptors.
inline constexpr u32 kListing = 0x80000000;

// Of this process.
Table &table();

bool begin_table(Reason &why);
// Enters what is open, each under its own number; not the command stream.
void enter_open_descriptors(int but_not);

// The real one, or -1.
i32 real_of(i32 number);
// The same, kNoDescriptor for -1.
i32 real_or_none(i32 number);
bool is_listing(i32 number);
void set_listing(i32 number);
// The number that stands for it, or -1.
i32 virtual_of(i32 real);

// The soft limit of open files, at most kMostVirtual.
u32 number_limit();
// Whether a number from `from` on is free; and the lowest one, taken: -EMFILE if
// there is none.
bool has_room(u32 from = 0);
i32 claim(i32 real, u32 from = 0);
// `number` stands for `real` from now on if it was free.
bool claim_number(i32 number, i32 real);
// The number is free; what it stood for, or -1.
i32 release(i32 number);
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
