// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Mutexes whose words the kernel compares with thread ids: robust ones, and
// those with priority inheritance or a ceiling.  While libc works on one, its
// idea of the thread's id must be the kernel's (docs/locks.md).
// Phase: normal, signal.
#pragma once
#include <pthread.h>

#include "runtime/ckpt/tids.h"

namespace ckpt::shim {

// A robust mutex's owner from EOWNERDEAD on until it is consistent.
inline constexpr int kInconsistent = 0x7fffffff;

// Bits of a mutex's kind, learnt by making one of each.  All bits until then.
struct IdKinds {
  int any;
  int ceiling;
};
extern IdKinds id_kinds;

inline bool may_have_id(const pthread_mutex_t *mutex) {
  return __builtin_expect(mutex->__data.__kind & id_kinds.any, 0);
}
// The first time it learns the bits.
bool has_id(const pthread_mutex_t *mutex);

// Where libc keeps the calling thread's id.
i32 *own_id();

// From begin to end libc's descriptor holds the real id.  They may nest.
void begin_real_id();
void end_real_id();

// The mutexes that the calling thread holds, is taking or is giving back.
void note_held(pthread_mutex_t *mutex);
void forget_held(pthread_mutex_t *mutex);

// Restarts came in between: whatever id of the calling thread libc had read
// before them, the mutex is the thread's under its present one.
void claim(pthread_mutex_t *mutex);

inline u32 life() { return __atomic_load_n(&__ckpt_life, __ATOMIC_RELAXED); }

} // namespace ckpt::shim
