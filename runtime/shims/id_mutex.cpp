// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/id_mutex.h"

#include <errno.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include "runtime/arch/x86_64/syscall_arch.h"

namespace ckpt::shim {

IdKinds id_kinds = {~0, ~0};

namespace {

constexpr int kTidMask = 0x3fffffff; // FUTEX_TID_MASK

__thread HeldLocks held;

u64 address(const void *p) { return reinterpret_cast<u64>(p); }

// A handler, or a checkpoint, sees what stands before it done.
void in_order() { __atomic_signal_fence(__ATOMIC_SEQ_CST); }

int kind_of(int (*set)(pthread_mutexattr_t *, int), int value) {
  pthread_mutexattr_t attributes;
  pthread_mutex_t mutex;
  int kind = 0;
  pthread_mutexattr_init(&attributes);
  if (set(&attributes, value) == 0 &&
      pthread_mutex_init(&mutex, &attributes) == 0) {
    kind = mutex.__data.__kind;
    pthread_mutex_destroy(&mutex);
  }
  pthread_mutexattr_destroy(&attributes);
  return kind;
}

// Bits that mutexes have which no kernel looks at; libc marks some of them so
// that they are not elided.
int ordinary_kinds() {
  return kind_of(pthread_mutexattr_setprotocol, PTHREAD_PRIO_NONE) |
         kind_of(pthread_mutexattr_settype, PTHREAD_MUTEX_NORMAL) |
         kind_of(pthread_mutexattr_settype, PTHREAD_MUTEX_RECURSIVE) |
         kind_of(pthread_mutexattr_settype, PTHREAD_MUTEX_ERRORCHECK) |
         kind_of(pthread_mutexattr_settype, PTHREAD_MUTEX_ADAPTIVE_NP) |
         kind_of(pthread_mutexattr_setpshared, PTHREAD_PROCESS_SHARED);
}

void learn_kinds() {
  int ordinary = ordinary_kinds();
  int inherit = kind_of(pthread_mutexattr_setprotocol, PTHREAD_PRIO_INHERIT);
  int protect = kind_of(pthread_mutexattr_setprotocol, PTHREAD_PRIO_PROTECT);
  int robust = kind_of(pthread_mutexattr_setrobust, PTHREAD_MUTEX_ROBUST);
  u64 self = address(__builtin_thread_pointer());
  __ckpt_know_held_locks(static_cast<i64>(address(&held) - self),
                         offsetof(pthread_mutex_t, __data.__owner) -
                             offsetof(pthread_mutex_t, __data.__lock));
  id_kinds.ceiling = protect & ~(ordinary | inherit | robust);
  in_order();
  id_kinds.any = (inherit | protect | robust) & ~ordinary;
}

// While the process is restarted between the steps, they are done again.
template <class Id> void place(Id which) {
  u32 now;
  do {
    now = life();
    in_order();
    __ckpt_ids ids;
    i32 *id = own_id();
    if (__ckpt_own_ids(address(id), &ids))
      __atomic_store_n(id, which(ids), __ATOMIC_RELAXED);
    in_order();
  } while (now != life());
}

// Twice as many.  What is here stays whole until the pointer has changed.
bool more_room() {
  u32 room = held.room ? held.room * 2 : 512;
  u64 size = room * sizeof(u64);
  void *at = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED)
    return false;
  u64 *locks = static_cast<u64 *>(at), *before = held.locks;
  u32 room_before = held.room;
  for (u32 i = 0; i < held.count; ++i)
    locks[i] = before[i];
  in_order();
  held.locks = locks;
  held.room = room;
  in_order();
  if (before != held.few)
    munmap(before, room_before * sizeof(u64));
  return true;
}

void give_back_room() {
  u64 *locks = held.locks;
  u32 room = held.room;
  held.locks = held.few;
  held.room = 0;
  in_order();
  munmap(locks, room * sizeof(u64));
}

constexpr u32 kFew = sizeof(HeldLocks::few) / sizeof(u64);

} // namespace

bool has_id(const pthread_mutex_t *mutex) {
  if (id_kinds.any == ~0)
    learn_kinds();
  return may_have_id(mutex);
}

i32 *own_id() {
  static i64 offset; // the same in every thread, from its thread pointer
  u64 self = address(__builtin_thread_pointer());
  i64 there = __atomic_load_n(&offset, __ATOMIC_RELAXED);
  if (!there) {
    u64 at = self;
    arch::syscall6(157 /* prctl */, PR_GET_TID_ADDRESS, address(&at), 0, 0, 0,
                   0);
    there = static_cast<i64>(at - self);
    __atomic_store_n(&offset, there, __ATOMIC_RELAXED);
  }
  return reinterpret_cast<i32 *>(self + static_cast<u64>(there));
}

void begin_real_id() {
  ++held.inside;
  in_order();
  if (__ckpt_life)
    place([](const __ckpt_ids &ids) { return ids.real; });
}

void end_real_id() {
  in_order();
  --held.inside;
  in_order();
  if (!held.inside && __ckpt_life)
    place([](const __ckpt_ids &ids) { return ids.kept; });
}

void note_held(pthread_mutex_t *mutex) {
  if (!held.locks)
    held.locks = held.few;
  u32 room = held.room ? held.room : kFew;
  if (held.count == room && !more_room())
    return; // right until the next restart
  bool ceiling = mutex->__data.__kind & id_kinds.ceiling;
  u64 lock = address(mutex) | (ceiling ? kOwnerOnly : 0);
  u32 at = held.count;
  held.locks[at] = lock;
  in_order();
  held.count = at + 1;
  in_order();
  held.locks[at] = lock; // a handler may have used the place
}

void forget_held(pthread_mutex_t *mutex) {
  for (u32 i = held.count; i--;) {
    if ((held.locks[i] & ~kOwnerOnly) != address(mutex))
      continue;
    held.locks[i] = held.locks[held.count - 1];
    in_order();
    --held.count;
    break;
  }
  if (!held.count && held.room)
    give_back_room();
}

void claim(pthread_mutex_t *mutex) {
  bool ceiling = mutex->__data.__kind & id_kinds.ceiling;
  u32 now;
  do {
    now = life();
    in_order();
    i32 id = *own_id();
    int word = __atomic_load_n(&mutex->__data.__lock, __ATOMIC_RELAXED);
    while (!ceiling && (word & kTidMask) != id &&
           !__atomic_compare_exchange_n(&mutex->__data.__lock, &word,
                                        (word & ~kTidMask) | id, false,
                                        __ATOMIC_RELAXED, __ATOMIC_RELAXED))
      ;
    if (mutex->__data.__owner != kInconsistent)
      mutex->__data.__owner = id;
    in_order();
  } while (now != life());
}

} // namespace ckpt::shim
