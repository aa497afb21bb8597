// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Waits with a time limit, made so that a checkpoint finds what is left.
// Phase: normal, signal.
#pragma once
#include <pthread.h>
#include <time.h>

#include "runtime/arch/x86_64/wait_marks.h"
#include "runtime/ckpt/marked_handlers.h"
#include "runtime/shims/shim.h"

namespace ckpt::shim {
struct TimedResult {
  i64 value;
  u64 deadline;
};
} // namespace ckpt::shim

#pragma GCC visibility push(hidden)
extern "C" ckpt::shim::TimedResult
__ckpt_timed_call(ckpt::u64 deadline, ckpt::u64 number, ckpt::u64 a,
                  ckpt::u64 b, ckpt::u64 c, ckpt::u64 d, ckpt::u64 e,
                  ckpt::u64 f);
#pragma GCC visibility pop

// libc's own (sys/single_threaded.h); other C libraries have none.
extern "C" __attribute__((weak)) char __libc_single_threaded;

namespace ckpt::shim {

template <class T> inline u64 word(T value) { return (u64)value; }

inline constexpr u64 kSecond = 1000000000, kMillisecond = 1000000;
// Further away than any wait; what the kernel takes for forever.
inline constexpr u64 kLongest = ~0ull >> 1;

inline u64 nanoseconds(const struct timespec &time) {
  if (time.tv_sec < 0 || time.tv_nsec < 0)
    return 0;
  if (word(time.tv_sec) >= kLongest / kSecond - 1)
    return kLongest;
  return word(time.tv_sec) * kSecond + word(time.tv_nsec);
}

inline u64 now() {
  struct timespec time;
  return clock_gettime(CLOCK_MONOTONIC, &time) == 0 ? nanoseconds(time) : 0;
}

// In so many nanoseconds; 0: never.
inline u64 deadline_in(u64 time) {
  u64 at = now() + time;
  return at > time && at < kLongest ? at : 0;
}

inline u64 until(u64 deadline) {
  u64 at = now();
  return deadline > at ? deadline - at : 0;
}

// `timeout` stays where there is no deadline.
inline int milliseconds_until(u64 deadline, int timeout) {
  u64 left = (until(deadline) + kMillisecond - 1) / kMillisecond;
  return deadline ? static_cast<int>(left) : timeout;
}

inline struct timespec to_timespec(u64 time) {
  return {static_cast<time_t>(time / kSecond), static_cast<long>(time % kSecond)};
}

// A call that the kernel itself goes on with after a signal without a handler.
inline i64 timed_call(u64 deadline, u64 number, u64 a, u64 b, u64 c, u64 d,
                      u64 e, u64 f) {
  i64 result = __ckpt_timed_call(deadline, number, a, b, c, d, e, f).value;
  return result == CKPT_UNEXPLAINED ? -EINTR : result;
}

// One that it does not go on with: until it ends for a reason of the program's.
// `shorten` makes the limit what is left of it.
template <class Call, class Shorten>
inline i64 undisturbed(u64 deadline, const Call &call, const Shorten &shorten) {
  for (;;) {
    TimedResult result = call(deadline);
    if (result.value != CKPT_UNEXPLAINED)
      return result.value;
    if (!__ckpt_all_handlers_mark())
      return -EINTR;
    deadline = result.deadline;
    shorten(deadline);
  }
}

// `left` stays where there is no deadline.
inline void shorten(u64 deadline, struct timespec &left) {
  if (deadline)
    left = to_timespec(until(deadline));
}

// The kernel's answer as libc gives it.
inline int answer(i64 result) {
  if (result < 0 && result > -4096) {
    errno = static_cast<int>(-result);
    return -1;
  }
  return static_cast<int>(result);
}

// The calls of libc that these stand for are cancellation points
// (pthreads(7)).  Asynchronous for the one system call, as libc makes them so.
class CancellationPoint {
public:
  CancellationPoint() {
    if (__builtin_expect(threads_, 0))
      pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &before_);
  }
  ~CancellationPoint() {
    if (__builtin_expect(threads_, 0))
      pthread_setcanceltype(before_, nullptr);
  }
  CancellationPoint(const CancellationPoint &) = delete;

private:
  bool threads_ = !&__libc_single_threaded || !__libc_single_threaded;
  int before_ = 0;
};

// sigtimedwait(2) without the reserved pair.  The limit is copied: the
// checkpoint handler may shorten ours.
inline int take_signal(const sigset_t *set, siginfo_t *info,
                       const struct timespec *timeout) {
  u64 mask = to_mask(set) & ~__ckpt_reserved_mask() & ~kLibcSignals;
  siginfo_t local;
  siginfo_t *to = info ? info : &local;
  struct timespec left;
  u64 deadline = 0;
  if (timeout) {
    left = *timeout;
    if (left.tv_sec || left.tv_nsec)
      deadline = deadline_in(nanoseconds(left));
  }
  CancellationPoint here;
  int got = answer(undisturbed(
      deadline,
      [&](u64 at) {
        return __ckpt_timed_call(at, SYS_rt_sigtimedwait, word(&mask), word(to),
                                 word(timeout ? &left : nullptr), kSigsetSize,
                                 0, 0);
      },
      [&](u64 at) { shorten(at, left); }));
  // raise(3) sends with tgkill; POSIX programs look for SI_USER.
  if (got >= 0 && to->si_code == SI_TKILL)
    to->si_code = SI_USER;
  return got;
}

} // namespace ckpt::shim
