// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Nanoseconds of single system calls: the third best of 15 times 20,000.
//   ckpt_compile gcc -O2 bench/syscall_cost.c -o syscall_cost
//   ./syscall_cost; CKPT_FLAGS=-_condor_aggravate_bugs ./syscall_cost
// Built by gcc alone it measures the plain calls.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

long __ckpt_syscall(long, long, long, long, long, long, long)
    __attribute__((weak));

enum { kSamples = 15, kCalls = 20000 };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

#define MEASURE(name, call)                                                    \
  do {                                                                         \
    double samples[kSamples];                                                  \
    for (int k = 0; k < kSamples; ++k) {                                       \
      double begin = now();                                                    \
      for (int i = 0; i < kCalls; ++i)                                         \
        if ((call) < 0)                                                        \
          return 1;                                                            \
      samples[k] = (now() - begin) / kCalls;                                   \
    }                                                                          \
    qsort(samples, kSamples, sizeof *samples, compare);                        \
    printf("%-14s %6.0f\n", name, samples[2]);                                 \
  } while (0)

int main(void) {
  int null = open("/dev/null", O_WRONLY), zero = open("/dev/zero", O_RDONLY);
  char byte = 1;
  MEASURE("read", read(zero, &byte, 1));
  MEASURE("write", write(null, &byte, 1));
  MEASURE("lseek", lseek(null, 0, SEEK_CUR));
  MEASURE("getpid", syscall(SYS_getpid));
  MEASURE("open, close", close(open("/dev/null", O_RDONLY)));
  if (!__ckpt_syscall)
    return 0;
  long at = (long)&byte;
  MEASURE("direct read", __ckpt_syscall(SYS_read, zero, at, 1, 0, 0, 0));
  MEASURE("direct write", __ckpt_syscall(SYS_write, null, at, 1, 0, 0, 0));
  MEASURE("direct lseek", __ckpt_syscall(SYS_lseek, null, 0, 1, 0, 0, 0));
  MEASURE("direct getpid", __ckpt_syscall(SYS_getpid, 0, 0, 0, 0, 0, 0));
}
