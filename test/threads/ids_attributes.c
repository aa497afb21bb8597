// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// pthread_getattr_np, as garbage collectors and language runtimes ask it for
// stacks, of every thread after restarts; a clock that pthread_getcpuclockid
// gave before them.
// RUN: %job %s %t --build "gcc -O2 -pthread" --build "gcc -O2 -pthread -fuse-ld=lld"
#include "Inputs/locks.h"
#include <sched.h>
#include <semaphore.h>

enum { kStack = 1 << 20, kGuard = 8192 };
static sem_t go;
static _Atomic uint64_t on_stack;

static void *wait_for_go(void *at) {
  on_stack = (uintptr_t)__builtin_frame_address(0);
  while (sem_wait(&go))
    CHECK(errno == EINTR);
  return at;
}
static void start_one(pthread_t *thread, int state) {
  pthread_attr_t a;
  CHECK(!pthread_attr_init(&a) && !pthread_attr_setstacksize(&a, kStack));
  CHECK(!pthread_attr_setguardsize(&a, kGuard) && !pthread_attr_setdetachstate(&a, state));
  on_stack = 0;
  CHECK(!pthread_create(thread, &a, wait_for_go, 0) && !pthread_attr_destroy(&a));
  while (!on_stack)
    sched_yield();
}
static void check_attributes(pthread_t thread, uint64_t inside, int state) {
  pthread_attr_t a;
  void *stack;
  size_t size, guard;
  int detached;
  cpu_set_t now, its;
  CHECK(!pthread_getattr_np(thread, &a) && !pthread_attr_getstack(&a, &stack, &size));
  CHECK(inside >= (uintptr_t)stack && inside < (uintptr_t)stack + size);
  CHECK(!pthread_attr_getguardsize(&a, &guard) && !pthread_attr_getdetachstate(&a, &detached));
  CHECK(pthread_equal(thread, pthread_self()) || (size == kStack && guard == kGuard));
  CHECK(detached == state);
  CHECK(!pthread_attr_getaffinity_np(&a, sizeof its, &its));
  CHECK(!pthread_getaffinity_np(thread, sizeof now, &now) && CPU_EQUAL(&its, &now));
  CHECK(!pthread_attr_destroy(&a));
}
static void check_clock(clockid_t clock) {
  struct timespec used, step, past = {0, 0};
  CHECK(!clock_gettime(clock, &used) && !clock_getres(clock, &step));
  CHECK(used.tv_sec < 1000 && step.tv_sec == 0 && step.tv_nsec > 0);
  CHECK(!clock_nanosleep(clock, TIMER_ABSTIME, &past, 0));
  CHECK(!syscall(SYS_clock_gettime, clock, &used) && used.tv_sec < 1000);
}
int main(void) {
  pthread_t joinable, detached, later;
  clockid_t clock;
  cpu_set_t one;
  sem_init(&go, 0, 0);
  start_one(&joinable, PTHREAD_CREATE_JOINABLE);
  uint64_t first = on_stack;
  start_one(&detached, PTHREAD_CREATE_DETACHED);
  uint64_t second = on_stack;
  CHECK(!pthread_getcpuclockid(joinable, &clock));
  CPU_ZERO(&one);
  CPU_SET(sched_getcpu(), &one);
  CHECK(!pthread_setaffinity_np(joinable, sizeof one, &one));
  for (int round = 0; round < 3; ++round) {
    check_attributes(joinable, first, PTHREAD_CREATE_JOINABLE);
    check_attributes(detached, second, PTHREAD_CREATE_DETACHED);
    start_one(&later, PTHREAD_CREATE_JOINABLE);
    check_attributes(later, on_stack, PTHREAD_CREATE_JOINABLE);
    check_attributes(pthread_self(), (uintptr_t)__builtin_frame_address(0), PTHREAD_CREATE_JOINABLE);
    check_clock(clock);
    checkpoint_here();
    check_attributes(later, on_stack, PTHREAD_CREATE_JOINABLE);
  }
  puts("right");
}
