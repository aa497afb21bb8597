// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One record for each path, found by a sum of its bytes.  A program may watch
// ever new files: when the table is full, paths that lead nowhere are dropped.
#include "runtime/shims/watched_paths.h"

#include <sched.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "runtime/shims/shim.h"

// runtime/ckpt/fd_inotify.cpp
extern "C" void __ckpt_know_watched(const ckpt::WatchedPaths *paths);

namespace ckpt::shim {
namespace {

constexpr u64 kPathMost = 4096, kLeast = 64 << 10;

WatchedPaths table;

i64 call(u64 number, u64 a, u64 b = 0, u64 c = 0, u64 d = 0, u64 e = 0) {
  return system_call(number, a, b, c, d, e, 0);
}

// A forked child's copy may have been taken in the middle of a change of a
// thread that it does not have: it begins anew.
void lock() {
  i32 own = static_cast<i32>(call(SYS_getpid, 0)), other = 0;
  while (!__atomic_compare_exchange_n(&table.owner, &other, own, false,
                                      __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
    if (other != own) {
      table = WatchedPaths();
      table.owner = own;
      return;
    }
    other = 0;
    call(SYS_sched_yield, 0);
  }
}

void unlock() { __atomic_store_n(&table.owner, 0, __ATOMIC_RELEASE); }

u32 sum_of(const char *path, u64 size) {
  u32 sum = 2166136261u; // FNV-1a
  for (u64 i = 0; i < size; ++i)
    sum = (sum ^ static_cast<u8>(path[i])) * 16777619u;
  return sum;
}

void link_record(WatchedPath &record, u64 offset) {
  u32 &head = table.heads[record.sum % WatchedPaths::kHeads];
  record.next = head;
  head = static_cast<u32>(offset);
  ++table.count;
  table.used = offset + WatchedPath::size_for(record.path_size);
}

bool leads_somewhere(const WatchedPath &record) {
  struct stat st;
  return call(SYS_lstat, reinterpret_cast<u64>(record.path()),
              reinterpret_cast<u64>(&st)) == 0;
}

// Into a larger mapping, what is still there.
bool move_all() {
  u64 room = table.room ? 2 * table.room : kLeast;
  i64 at = call(SYS_mmap, 0, room, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS, ~u64{0});
  if (at < 0 && at > -4096)
    return false;
  WatchedPaths old = table;
  memset(table.heads, 0, sizeof table.heads);
  table.records = static_cast<u64>(at);
  table.room = room;
  table.used = WatchedPaths::kFirst;
  table.count = 0;
  u64 size = 0;
  for (u64 from = WatchedPaths::kFirst; from < old.used; from += size) {
    const WatchedPath &record = *old.at(from);
    size = WatchedPath::size_for(record.path_size);
    if (!leads_somewhere(record))
      continue;
    memcpy(table.at(table.used), &record, size);
    link_record(*table.at(table.used), table.used);
  }
  if (old.records)
    call(SYS_munmap, old.records, old.room);
  // Most of it was of paths that are gone.
  if (table.used < room / 4 && room > kLeast) {
    table.room = room / 2;
    call(SYS_munmap, table.records + table.room, table.room);
  }
  return true;
}

// Writes the absolute path behind the last record; its size, or 0.
u64 write_path(const char *path, char *to) {
  u64 size = 0;
  if (path[0] != '/') {
    i64 n = call(SYS_getcwd, reinterpret_cast<u64>(to), kPathMost);
    if (n <= 1 || to[0] != '/')
      return 0;
    size = static_cast<u64>(n) - 1;
    if (to[size - 1] != '/')
      to[size++] = '/';
  }
  u64 rest = strlen(path);
  if (rest >= kPathMost)
    return 0;
  memcpy(to + size, path, rest + 1);
  return size + rest;
}

void remember(const char *path, u32 mask) {
  u64 most = WatchedPath::size_for(2 * kPathMost);
  if (table.room - table.used < most && !move_all())
    return;
  WatchedPath &record = *table.at(table.used);
  char *text = reinterpret_cast<char *>(&record + 1);
  u64 size = write_path(path, text);
  if (!size)
    return;
  u32 sum = sum_of(text, size);
  for (u32 at = table.heads[sum % WatchedPaths::kHeads]; at;
       at = table.at(at)->next) {
    WatchedPath &known = *table.at(at);
    if (known.sum == sum && known.path_size == size &&
        memcmp(known.path(), text, size) == 0) {
      known.mask = mask;
      return;
    }
  }
  record.sum = sum;
  record.mask = mask;
  record.path_size = static_cast<u32>(size);
  link_record(record, table.used);
}

} // namespace

void remember_watched(const char *path, u32 mask) {
  lock();
  __ckpt_know_watched(&table);
  if (table.room <= ~u32{0} / 4) // offsets have 32 bits
    remember(path, mask);
  unlock();
}

} // namespace ckpt::shim
