// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How a descriptor was opened, where that is more than a local file's name: what
// its URL says.  One record for a descriptor and all its copies, which share a
// description; it is counted by those that lead to it.
// No locks, and memory of the program: as syscall/table.h.
// Phase: pre-libc, normal, signal.
#pragma once
#include "runtime/abi/urls.h"
#include "runtime/syscall/table.h"

namespace ckpt::syscall {

struct Record {
  u32 shares;    // numbers that lead here, of all tables in this memory; 0: free
  u32 methods;   // url_bit of each in its chain
  i32 number;    // of fd:
  u32 text_size;
  const char *text; // the whole URL; null: "fd:" and `number`
};

// A record of its own for a number that is about to be claimed.  False: there
// is no memory for it.
bool make_record(u32 methods, i32 number, StringView text, Marks &marks);

// Null: these marks lead to none.
const Record *record_of(Marks marks);
u32 methods_of(Marks marks);

// False: nobody shares it any more, so it may be another's.
bool share_record(Marks marks);
// The last one that shares it ends it: what it held off is served.
void drop_record(Marks marks);

} // namespace ckpt::syscall
