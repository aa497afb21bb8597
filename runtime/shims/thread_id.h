// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernel's id of a thread that the program names by its pthread_t or by a
// number.
// Phase: normal, signal.
#pragma once
#include <errno.h>
#include <pthread.h>
#include <sys/prctl.h>

#include "runtime/abi/cpu_clock.h"
#include "runtime/ckpt/tids.h"
#include "runtime/shims/shim.h"

namespace ckpt::shim {

// Where libc keeps the id of a thread: as far from its pthread_t as the calling
// thread's from its own.
inline i32 *id_of(pthread_t thread) {
  static i64 offset;
  i64 there = __atomic_load_n(&offset, __ATOMIC_RELAXED);
  u64 self = static_cast<u64>(pthread_self());
  if (!there) {
    u64 at = self;
    system_call(SYS_prctl, PR_GET_TID_ADDRESS, reinterpret_cast<u64>(&at), 0,
                   0, 0, 0);
    there = static_cast<i64>(at - self);
    __atomic_store_n(&offset, there, __ATOMIC_RELAXED);
  }
  return reinterpret_cast<i32 *>(static_cast<u64>(thread) +
                                 static_cast<u64>(there));
}

// Libc would tell the kernel an id that is not the thread's.
inline bool is_renamed(pthread_t thread, __ckpt_ids &ids) {
  return __ckpt_life &&
         __ckpt_ids_at(reinterpret_cast<u64>(id_of(thread)), &ids) &&
         ids.real != ids.kept;
}

// 0: it has ended.
inline i32 real_id(pthread_t thread) {
  __ckpt_ids ids;
  if (is_renamed(thread, ids))
    return ids.real;
  i32 id = __atomic_load_n(id_of(thread), __ATOMIC_RELAXED);
  return id < 0 ? 0 : id;
}

// A restart between reading an id and its use gives the threads others, and the
// kernel knows no such thread: then all of it is done once more.  `act` returns
// an error, or what the kernel returned.
template <class Do> auto in_one_life(Do act) {
  for (;;) {
    u32 life = __atomic_load_n(&__ckpt_life, __ATOMIC_SEQ_CST);
    auto result = act();
    if ((result != ESRCH && result != -ESRCH) ||
        life == __atomic_load_n(&__ckpt_life, __ATOMIC_SEQ_CST))
      return result;
  }
}

// The kernel's number for a clock that may be a thread's, and that the program
// may have kept since before a restart.
inline clockid_t clock_here(clockid_t clock) {
  if (__builtin_expect(clock >= 0, 1) || !__ckpt_life || !is_cpu_clock(clock) ||
      !owner_of_clock(clock))
    return clock;
  return clock_of(__ckpt_real_tid(owner_of_clock(clock)), clock);
}

inline i64 call(u64 number, i64 a, u64 b = 0, u64 c = 0, u64 d = 0) {
  return system_call(number, static_cast<u64>(a), b, c, d, 0, 0);
}

template <class T> u64 word(T *p) { return reinterpret_cast<u64>(p); }

// For functions that return the error.
inline int error_of(i64 result) {
  return result < 0 ? static_cast<int>(-result) : 0;
}

// For those that leave it in errno.
inline int with_errno(i64 result) {
  if (result >= 0)
    return static_cast<int>(result);
  errno = static_cast<int>(-result);
  return -1;
}

// As sigqueue(3) sends it.
inline siginfo_t queued_signal(int sig, const union sigval &value) {
  siginfo_t info;
  memset(&info, 0, sizeof info);
  info.si_signo = sig;
  info.si_code = SI_QUEUE;
  info.si_pid = getpid();
  info.si_uid = getuid();
  info.si_value = value;
  return info;
}

inline i64 queue_signal_to(i32 id, int sig, const union sigval &value) {
  siginfo_t info = queued_signal(sig, value);
  return call(SYS_rt_tgsigqueueinfo, getpid(), static_cast<u64>(id),
              static_cast<u64>(sig), word(&info));
}

inline bool is_libc_signal(int sig) {
  return sig > 0 && sig <= 64 && (kLibcSignals >> (sig - 1) & 1);
}

} // namespace ckpt::shim
