// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Waits until an absolute time of a clock that may be shown ahead of the
// kernel's after a restart (abi/deadline.h).
// Phase: normal, signal.
#pragma once
#include <time.h>

#include "runtime/abi/deadline.h"
#include "runtime/abi/moved_clocks.h"
#include "runtime/ckpt/tids.h"
#include "runtime/shims/shim.h"

namespace ckpt::shim {

static_assert(sizeof(struct timespec) == sizeof(__kernel_timespec));

// The stores before it are made, and what follows reads memory anew.
inline void seen_by_restart(void *p) {
  __asm__ volatile("" : : "r"(p) : "memory");
}

inline u32 this_life() { return __atomic_load_n(&__ckpt_life, __ATOMIC_RELAXED); }

inline __kernel_timespec kernel_now(i64 clock, const __kernel_timespec &shown) {
  if (__builtin_expect(this_life() == 0, 1))
    return shown;
  return kernel_time(shown, __ckpt_clock_shift(static_cast<i32>(clock)));
}

// For one call of libc or the kernel; what is no time is theirs to refuse.
class KernelDeadline {
public:
  KernelDeadline(i64 clock, const struct timespec *until) : given_(until) {
    if (!until || until->tv_sec < 0 || until->tv_nsec < 0 ||
        until->tv_nsec >= 1000000000)
      return;
    here_.clock = clock;
    here_.shown = {until->tv_sec, until->tv_nsec};
    u32 before;
    do {
      before = this_life();
      here_.kernel = kernel_now(clock, here_.shown);
      here_.mark = kDeadlineMark ^ reinterpret_cast<u64>(&here_);
      seen_by_restart(&here_); // which moves it from here on
    } while (__builtin_expect(before != this_life(), 0));
    given_ = reinterpret_cast<const struct timespec *>(&here_.kernel);
  }
  ~KernelDeadline() {
    here_.mark = 0;
    seen_by_restart(&here_);
  }
  KernelDeadline(const KernelDeadline &) = delete;
  KernelDeadline &operator=(const KernelDeadline &) = delete;

  const struct timespec *get() const { return given_; }

private:
  const struct timespec *given_;
  Deadline here_;
};

// Not inlined: the way of other clocks needs no stack.
template <auto &kNext, class T>
[[gnu::noinline]] int wait_on_moved_clock(T *what, clockid_t clock,
                                          const struct timespec *until) {
  KernelDeadline deadline(clock, until);
  return kNext(what, clock, deadline.get());
}

// By libc's function, for what is no mutex.
template <auto &kNext, class T>
int wait_by_clock(T *what, clockid_t clock, const struct timespec *until) {
  return is_moved_clock(clock)
             ? wait_on_moved_clock<kNext>(what, clock, until)
             : kNext(what, clock, until);
}

// Sets a timer: `set` is given what the kernel is to be told, and again if a
// restart has changed the clock meanwhile.
template <class Clock, class Set>
i64 set_absolute_timer(const struct itimerspec *to, Clock clock, Set set) {
  for (;;) {
    u32 before = this_life();
    struct itimerspec moved = *to;
    bool armed = to->it_value.tv_sec > 0 || to->it_value.tv_nsec > 0;
    i64 shift = before && armed ? __ckpt_clock_shift(clock()) : 0;
    if (shift) {
      __kernel_timespec at =
          kernel_time({to->it_value.tv_sec, to->it_value.tv_nsec}, shift);
      // Zero would stop it.
      bool past = at.tv_sec == 0 && at.tv_nsec == 0;
      moved.it_value = {at.tv_sec, past ? 1 : at.tv_nsec};
    }
    i64 result = set(&moved);
    if (before == this_life())
      return result;
  }
}

} // namespace ckpt::shim
