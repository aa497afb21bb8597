// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Thread ids after a restart.  The kernel gives each thread a new one, and libc
// goes on with the old: its locks remember their owners by it (docs/locks.md).
// Here stands which is which.  Names: the *kept* id is what libc's descriptor
// holds, the *real* id is the kernel's.
// Phase: any.  Never: touches libc.
#pragma once
#include "runtime/abi/held_locks.h"
#include "runtime/ckpt/tid_table.h"

extern "C" {

// 0 in a process that was never restarted, else the number of its restarts.
extern ckpt::u32 __ckpt_life;

// The pair of the thread whose id libc keeps at `address`.  False: they are the
// same, or the thread has ended.
struct __ckpt_ids {
  ckpt::i32 kept;
  ckpt::i32 real;
};
bool __ckpt_ids_at(ckpt::u64 address, __ckpt_ids *ids);

// That of the calling thread, whatever stands at `address` now.
bool __ckpt_own_ids(ckpt::u64 address, __ckpt_ids *ids);

// The real id of one of this process's threads that `tid` means: a real id
// means itself, a kept one its thread.  What is neither is returned as it is.
ckpt::i32 __ckpt_real_tid(ckpt::i32 tid);

// In a new thread, before the program's function: gives it an id that no other
// thread's kept id equals.
void __ckpt_thread_begins();

// Each thread's HeldLocks lie `held` from its thread pointer, a mutex's owner
// `owner` from its lock word.
void __ckpt_know_held_locks(ckpt::i64 held, ckpt::u64 owner);
}

namespace ckpt {

// A restart, before any of the threads runs the program: the table begins anew
// with room for `count` threads, then every thread is added, then tids_settle
// (runtime/ckpt/tid_locks.h) makes it hold.  False: no memory.
[[nodiscard]] bool tids_begin(u32 count);
void tids_add(i32 kept, i32 real, u64 tid_address);

// A checkpoint: the id that libc goes on with, image::Thread::tid.
i32 tids_kept(u64 tid_address, i32 real);

// A restart, between tids_add and the program: the thread of a saved id, though
// another one has that number now.  What is no thread's is returned as it is.
i32 tids_real(i32 kept);

// For tids_settle.  Where things are is told by the shims; `known` is false if
// the program has no mutex that the kernel looks at.
struct LockLayout {
  bool known;
  i64 held;  // HeldLocks, from the thread pointer
  u64 owner; // from a mutex's lock word, which comes first
};
const LockLayout &lock_layout();
TidSlots tid_slots();
void tids_end();

} // namespace ckpt
