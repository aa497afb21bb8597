// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/tids.h"

#include <asm/errno.h>
#include <linux/mman.h>
#include <asm/signal.h>
#include <linux/prctl.h>

#include "runtime/ckpt/pids.h"
#include "runtime/ckpt/probe.h"
#include "runtime/sys/calls.h"

ckpt::u32 __ckpt_life;

namespace ckpt {

namespace {

// pid_max is at most 2^22: no thread can have such an id.  libc's locks have
// room for 30 bits.
constexpr i32 kFirstVirtual = 1 << 22;
constexpr i32 kLastVirtual = (1 << 29) - 1;

constexpr u64 kFew = 32;
constexpr u32 kSizes = 24; // each is twice the one before

// Which table: of each size there are two, used in turn by the lives.
struct TableName {
  u32 size : 8;
  u32 turn : 1;
};

// All of it is part of every image.
struct Tids {
  TableName newest;
  TidSlots before; // the last process's, between tids_begin and tids_settle
  // Never given back: a thread may have been stopped while it read one, and
  // goes on reading there after the restart.
  TidRow *mapped[2][kSizes];
  i32 pid;         // a forked child has none of these threads
  u32 lock;
  i32 next_virtual;
  LockLayout layout;
  TidRow few[2][kFew];
};
constinit Tids tids = {};

// Writers.  Short, and never interrupted: a signal handler could come here too.
class Lock {
public:
  Lock() {
    u64 all = ~u64{0};
    sys::rt_sigprocmask(SIG_BLOCK, &all, &mask_).ignore();
    while (__atomic_exchange_n(&tids.lock, 1, __ATOMIC_ACQUIRE))
      sys::call(__NR_sched_yield).ignore();
  }
  ~Lock() {
    __atomic_store_n(&tids.lock, 0, __ATOMIC_RELEASE);
    sys::rt_sigprocmask(SIG_SETMASK, &mask_, nullptr).ignore();
  }

private:
  u64 mask_ = 0;
};

TidSlots table(TableName name) {
  TidRow *rows = name.size ? tids.mapped[name.turn][name.size]
                           : tids.few[name.turn];
  return {rows, kFew << name.size};
}

// An empty one.  False: no memory.
bool prepare(TableName name) {
  if (name.size >= kSizes)
    return false;
  if (name.size && !tids.mapped[name.turn][name.size]) {
    u64 size = page_up((kFew << name.size) * sizeof(TidRow));
    SysResult at = sys::mmap(0, size, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (!at.ok())
      return false;
    tids.mapped[name.turn][name.size] =
        reinterpret_cast<TidRow *>(at.address());
  }
  clear_tid_rows(table(name));
  return true;
}

void publish(TableName name) {
  __atomic_store(&tids.newest, &name, __ATOMIC_RELEASE);
}

TableName newest() {
  TableName name;
  __atomic_load(&tids.newest, &name, __ATOMIC_ACQUIRE);
  return name;
}

// The thread that the row was made for has not ended.  Its descriptor's memory
// may be gone, or be another thread's.
bool is_current(const TidRow &row) {
  return (word_is(row.address, row.kept) || word_is(row.address, row.real)) &&
         sys::tgkill(tids.pid, row.real, 0).ok();
}

bool is_kept_by_another(i32 id, u64 address) {
  TidRow row;
  for (u32 at = 0; next_tid_row(tid_slots(), at, row);)
    if (row.kept == id && row.address != address && is_current(row))
      return true;
  return false;
}

void drop_ended() {
  TidRow row;
  for (u32 at = 0; next_tid_row(tid_slots(), at, row);)
    if (!is_current(row))
      drop_tid_row(tid_slots(), row.address);
}

bool grow() {
  TableName larger = newest();
  ++larger.size;
  if (!prepare(larger))
    return false;
  TidRow row;
  for (u32 at = 0; next_tid_row(tid_slots(), at, row);)
    if (!put_tid_row(table(larger), row))
      return false;
  publish(larger);
  return true;
}

i32 free_virtual_id() {
  for (;;) {
    i32 id = tids.next_virtual;
    tids.next_virtual = id == kLastVirtual ? kFirstVirtual : id + 1;
    if (!is_kept_by_another(id, 0))
      return id;
  }
}

} // namespace

bool tids_begin(u32 count) {
  tids.before = tid_slots();
  TableName name = {0, !newest().turn};
  while (kFew << name.size < tid_slots_for(count))
    ++name.size;
  bool enough = prepare(name);
  if (!enough) {
    name.size = 0;
    prepare(name);
  }
  publish(name);
  tids.pid = sys::getpid();
  tids.lock = 0;
  tids.next_virtual = max(tids.next_virtual, kFirstVirtual);
  ++__ckpt_life;
  return enough;
}

void tids_add(i32 kept, i32 real, u64 tid_address) {
  TidRow row = {tid_address, kept, real, kept, {}}, before;
  if (find_tid_row(tids.before, tid_address, before) && before.kept == kept)
    inherit_ids(row, before);
  // It has room: tids_begin was told of all.
  static_cast<void>(put_tid_row(tid_slots(), row));
}

i32 tids_real(i32 kept) {
  TidRow row;
  for (u32 at = 0; next_tid_row(tid_slots(), at, row);)
    if (row.kept == kept)
      return row.real;
  return kept;
}

const LockLayout &lock_layout() { return tids.layout; }

TidSlots tid_slots() { return table(newest()); }

void tids_end() { tids.before = {}; }

i32 tids_kept(u64 tid_address, i32 real) {
  TidRow row;
  return find_tid_row(tid_slots(), tid_address, row) && row.real == real
             ? row.kept
             : real;
}

} // namespace ckpt

using namespace ckpt;

bool __ckpt_ids_at(u64 address, __ckpt_ids *ids) {
  TidRow row;
  if (!find_tid_row(tid_slots(), address, row) || sys::getpid() != tids.pid)
    return false;
  i32 there = __atomic_load_n(reinterpret_cast<i32 *>(address),
                              __ATOMIC_RELAXED);
  *ids = {row.kept, row.real};
  return there == row.kept || there == row.real;
}

bool __ckpt_own_ids(u64 address, __ckpt_ids *ids) {
  TidRow row;
  if (!find_tid_row(tid_slots(), address, row) || row.real != sys::gettid())
    return false;
  *ids = {row.kept, row.real};
  return true;
}

i32 __ckpt_real_tid(i32 tid) {
  TidRow row;
  if (!__ckpt_life || sys::getpid() != tids.pid)
    return tid;
  if (sys::tgkill(tids.pid, tid, 0).ok())
    return tid;
  for (u32 at = 0; next_tid_row(tid_slots(), at, row);)
    if (row.kept == tid && is_current(row))
      return row.real;
  // What gettid() told in an earlier life: its use comes only now.
  for (u32 at = 0; next_tid_row(tid_slots(), at, row);)
    if (had_id(row, tid) && is_current(row))
      return row.real;
  // The first thread's number was the process's in each life.
  return __ckpt_real_pid(tid);
}

void __ckpt_thread_begins() {
  u64 address = 0;
  if (!__ckpt_life || sys::getpid() != tids.pid ||
      !sys::prctl(PR_GET_TID_ADDRESS, reinterpret_cast<u64>(&address)).ok())
    return;
  Lock lock;
  i32 real = sys::gettid();
  TidRow row;
  if (find_tid_row(tid_slots(), address, row)) {
    if (row.real == real)
      return; // restarted since it was created
    drop_tid_row(tid_slots(), address);
  }
  if (!is_kept_by_another(real, address))
    return;
  i32 id = free_virtual_id();
  row = {address, id, real, real, {}};
  if (!put_tid_row(tid_slots(), row)) {
    drop_ended();
    if (!put_tid_row(tid_slots(), row) &&
        (!grow() || !put_tid_row(tid_slots(), row)))
      return;
  }
  __atomic_store_n(reinterpret_cast<i32 *>(address), id, __ATOMIC_RELAXED);
}

void __ckpt_know_held_locks(i64 held, u64 owner) {
  tids.layout = {true, held, owner};
}
