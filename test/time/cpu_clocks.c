// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// CPU clocks, times(2) and getrusage(2) go on from what was consumed.
// RUN: %job %s %t --at-least 3
#include "ckpt_test.h"
#include <pthread.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <time.h>

static int64_t ns(clockid_t clock) {
  struct timespec t;
  CHECK(!clock_gettime(clock, &t));
  return t.tv_sec * 1000000000ll + t.tv_nsec;
}
static int64_t usage(int who) {
  struct rusage r;
  CHECK(!getrusage(who, &r));
  return (r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1000000ll +
         r.ru_utime.tv_usec + r.ru_stime.tv_usec;
}
static int64_t ticks(void) {
  struct tms t;
  CHECK(times(&t) != -1);
  return t.tms_utime + t.tms_stime;
}
enum { VALUES = 8 };
static void read_all(int64_t *to) {
  clockid_t own;
  CHECK(!pthread_getcpuclockid(pthread_self(), &own));
  int64_t all[VALUES] = {ns(CLOCK_PROCESS_CPUTIME_ID), ns(CLOCK_THREAD_CPUTIME_ID),
                         ns(own), clock(), usage(RUSAGE_SELF),
                         usage(RUSAGE_THREAD), usage(RUSAGE_CHILDREN), ticks()};
  memcpy(to, all, sizeof all);
}
static void burn(int64_t nanoseconds) {
  for (int64_t end = ns(CLOCK_PROCESS_CPUTIME_ID) + nanoseconds;
       ns(CLOCK_PROCESS_CPUTIME_ID) < end;) {
  }
}

int main(void) {
  int64_t before[VALUES], now[VALUES];
  int status;
  pid_t child = fork();
  if (!child)
    burn(100000000), _exit(0);
  CHECK(waitpid(child, &status, 0) == child);
  burn(300000000);
  for (int round = 0; round < 3; ++round) {
    read_all(before);
    checkpoint();
    read_all(now);
    for (int i = 0; i < VALUES; ++i) {
      if (now[i] < before[i])
        dprintf(2, "value %d: %ld after %ld\n", i, (long)now[i], (long)before[i]);
      CHECK(now[i] >= before[i]);
    }
    CHECK(now[0] < before[0] + 10000000000 && now[6] >= 90000);
    if (!(child = fork())) // which begins at zero
      _exit(ns(CLOCK_PROCESS_CPUTIME_ID) > 250000000 ||
            usage(RUSAGE_SELF) > 250000);
    CHECK(waitpid(child, &status, 0) == child && status == 0);
  }
  puts("all went on");
}
