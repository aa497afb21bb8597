// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads and their clocks by the kernel's numbers.  SIGEV_THREAD: libc would
// signal its helper thread by the id that it had before a restart, so a thread
// of ours takes the signals, and starts one for each expiry.  Such a timer_t is
// the kernel's number, which libc's other timer functions take too.
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "runtime/abi/cpu_clock.h"
#include "runtime/shims/thread_id.h"

using namespace ckpt;

namespace {

constexpr size_t kTidOffset = 16; // struct sigevent of the kernel's ABI

// A thread's own clock by number, so that a checkpoint sees whose it is.
clockid_t real_clock(clockid_t clock) {
  if (clock == CLOCK_THREAD_CPUTIME_ID)
    return clock_of(static_cast<i32>(shim::call(SYS_gettid, 0)), kOwnThreadCpu);
  return shim::clock_here(clock);
}

i64 create(clockid_t clock, const struct sigevent *event, i32 &number) {
  return shim::call(SYS_timer_create, clock, shim::word(event),
                    shim::word(&number));
}

struct Callback {
  Callback *next;
  void (*function)(union sigval);
  union sigval value;
  i32 number;
  bool has_attributes;
  size_t stack, guard;
  int inherit, policy;
  struct sched_param priority;
};

struct Call {
  void (*function)(union sigval);
  union sigval value;
};

constexpr int kSignal = 32; // as libc's own; no program can use it
constexpr u64 kSignalBit = 1ull << (kSignal - 1);
pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
Callback *callbacks;
i32 helper; // its number when it was made; 0: none

void *call_it(void *at) {
  Call call = *static_cast<Call *>(at);
  free(at);
  u64 none = 0;
  shim::call(SYS_rt_sigprocmask, SIG_SETMASK, shim::word(&none), 0,
             shim::kSigsetSize);
  call.function(call.value);
  return nullptr;
}

void start_call(const Callback &callback) {
  Call *call = static_cast<Call *>(malloc(sizeof *call));
  pthread_attr_t attributes;
  pthread_t thread;
  if (!call || pthread_attr_init(&attributes))
    return free(call);
  *call = {callback.function, callback.value};
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  if (callback.has_attributes) {
    pthread_attr_setstacksize(&attributes, callback.stack);
    pthread_attr_setguardsize(&attributes, callback.guard);
    pthread_attr_setinheritsched(&attributes, callback.inherit);
    pthread_attr_setschedpolicy(&attributes, callback.policy);
    pthread_attr_setschedparam(&attributes, &callback.priority);
  }
  if (pthread_create(&thread, &attributes, call_it, call))
    free(call);
  pthread_attr_destroy(&attributes);
}

// Signals may be of timers that are gone by now.
void serve(void *sent, i32 number) {
  Callback found = {};
  pthread_mutex_lock(&lock);
  for (Callback *c = callbacks; c; c = c->next)
    if (c == sent && c->number == number)
      found = *c;
  pthread_mutex_unlock(&lock);
  if (found.function)
    start_call(found);
}

void *wait_for_timers(void *made) {
  // libc unblocks it in a new thread.
  shim::call(SYS_rt_sigprocmask, SIG_BLOCK, shim::word(&kSignalBit), 0,
             shim::kSigsetSize);
  __atomic_store_n(&helper, static_cast<i32>(shim::call(SYS_gettid, 0)),
                   __ATOMIC_RELEASE);
  pthread_mutex_unlock(static_cast<pthread_mutex_t *>(made));
  for (;;) {
    siginfo_t info;
    long got = syscall(SYS_rt_sigtimedwait, &kSignalBit, &info, nullptr,
                       shim::kSigsetSize);
    if (got == kSignal && info.si_code == SI_TIMER)
      serve(info.si_value.sival_ptr, info.si_timerid);
  }
}

// A forked child has none of its parent's threads.
bool helper_is_there() {
  return helper && shim::call(SYS_tgkill, getpid(),
                              static_cast<u64>(__ckpt_real_tid(helper))) == 0;
}

int start_helper() {
  if (helper_is_there())
    return 0;
  pthread_mutex_t made = PTHREAD_MUTEX_INITIALIZER;
  pthread_attr_t attributes;
  pthread_t thread;
  // But what stops threads for a checkpoint, and libc's for set-user-ID.
  u64 blocked = ~(__ckpt_reserved_mask() | 1ull << 32), before;
  if (int error = pthread_attr_init(&attributes))
    return error;
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_mutex_lock(&made);
  shim::call(SYS_rt_sigprocmask, SIG_SETMASK, shim::word(&blocked),
             shim::word(&before), shim::kSigsetSize);
  int error = pthread_create(&thread, &attributes, wait_for_timers, &made);
  shim::call(SYS_rt_sigprocmask, SIG_SETMASK, shim::word(&before), 0,
             shim::kSigsetSize);
  if (!error)
    pthread_mutex_lock(&made); // until it has told its number
  pthread_attr_destroy(&attributes);
  return error ? EAGAIN : 0;
}

void copy_attributes(const pthread_attr_t *from, Callback &to) {
  if (!from)
    return;
  to.has_attributes = true;
  pthread_attr_getstacksize(from, &to.stack);
  pthread_attr_getguardsize(from, &to.guard);
  pthread_attr_getinheritsched(from, &to.inherit);
  pthread_attr_getschedpolicy(from, &to.policy);
  pthread_attr_getschedparam(from, &to.priority);
}

int make_locked(clockid_t clock, const struct sigevent &event, i32 &number) {
  if (int error = start_helper())
    return error;
  Callback *callback = static_cast<Callback *>(calloc(1, sizeof *callback));
  if (!callback)
    return EAGAIN;
  callback->function = event.sigev_notify_function;
  callback->value = event.sigev_value;
  copy_attributes(event.sigev_notify_attributes, *callback);
  struct sigevent own;
  memset(&own, 0, sizeof own);
  own.sigev_value.sival_ptr = callback;
  own.sigev_signo = kSignal;
  own.sigev_notify = SIGEV_THREAD_ID;
  i32 tid = __ckpt_real_tid(helper);
  memcpy(reinterpret_cast<char *>(&own) + kTidOffset, &tid, sizeof tid);
  i64 made = create(clock, &own, number);
  if (made < 0) {
    free(callback);
    return static_cast<int>(-made);
  }
  callback->number = number;
  callback->next = callbacks;
  callbacks = callback;
  return 0;
}

int make_callback_timer(clockid_t clock, const struct sigevent &event,
                        i32 &number) {
  pthread_mutex_lock(&lock);
  int error = make_locked(clock, event, number);
  pthread_mutex_unlock(&lock);
  return error;
}

void forget_callback_timer(i32 number) {
  pthread_mutex_lock(&lock);
  for (Callback **at = &callbacks; *at; at = &(*at)->next)
    if ((*at)->number == number) {
      Callback *gone = *at;
      *at = gone->next;
      free(gone);
      break;
    }
  pthread_mutex_unlock(&lock);
}

} // namespace

extern "C" int timer_create(clockid_t clock, struct sigevent *event,
                            timer_t *timer) noexcept {
  i32 number = 0;
  i64 made;
  if (event && event->sigev_notify == SIGEV_THREAD) {
    made = -make_callback_timer(real_clock(clock), *event, number);
  } else if (event && event->sigev_notify == SIGEV_THREAD_ID) {
    struct sigevent real = *event;
    i32 tid;
    memcpy(&tid, reinterpret_cast<char *>(&real) + kTidOffset, sizeof tid);
    tid = __ckpt_real_tid(tid);
    memcpy(reinterpret_cast<char *>(&real) + kTidOffset, &tid, sizeof tid);
    made = create(real_clock(clock), &real, number);
  } else {
    made = create(real_clock(clock), event, number);
  }
  if (made == 0)
    *timer = reinterpret_cast<timer_t>(static_cast<i64>(number));
  return shim::with_errno(made);
}

extern "C" int timer_delete(timer_t timer) noexcept {
  i64 number = reinterpret_cast<i64>(timer);
  i64 gone = shim::call(SYS_timer_delete, number);
  if (gone == 0)
    forget_callback_timer(static_cast<i32>(number));
  return shim::with_errno(gone);
}
