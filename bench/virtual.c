// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// virtual CALL HOW: nanoseconds of one system call, the median of many short
// samples, which are seldom interrupted.
//   HOW  libc      by libc's function
//        threads   the same, beside a thread that waits
//        armed     the same, with every call allowed by Syscall User Dispatch:
//                  what the kernel takes of whoever has that on
//        direct    by the runtime's __ckpt_syscall
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef PR_SET_SYSCALL_USER_DISPATCH
#define PR_SET_SYSCALL_USER_DISPATCH 59
#define PR_SYS_DISPATCH_ON 1
#endif

long __ckpt_syscall(long, long, long, long, long, long, long)
    __attribute__((weak));

enum { kSamples = 301, kCalls = 200 };

static int zero, null, file;
static char byte = 1;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

#define SAMPLE(call)                                                           \
  double begin = now();                                                        \
  for (int i = 0; i < kCalls; ++i)                                             \
    if ((call) < 0)                                                            \
      abort();                                                                 \
  return (now() - begin) / kCalls
#define CALL(name, libcs, number, a, b, c)                                     \
  static double libc_##name(void) { SAMPLE(libcs); }                           \
  static double direct_##name(void) {                                          \
    SAMPLE(__ckpt_syscall(number, a, (long)(b), c, 0, 0, 0));                  \
  }

CALL(read, read(zero, &byte, 1), SYS_read, zero, &byte, 1)
CALL(write, write(null, &byte, 1), SYS_write, null, &byte, 1)
CALL(pwrite, pwrite(file, &byte, 1, 0), SYS_pwrite64, file, &byte, 1)
CALL(lseek, lseek(zero, 0, SEEK_CUR), SYS_lseek, zero, 0, SEEK_CUR)
CALL(getpid, getpid(), SYS_getpid, 0, 0, 0)

static const struct {
  const char *name;
  double (*libc)(void), (*direct)(void);
} calls[] = {{"read", libc_read, direct_read},
             {"write", libc_write, direct_write},
             {"pwrite", libc_pwrite, direct_pwrite},
             {"lseek", libc_lseek, direct_lseek},
             {"getpid", libc_getpid, direct_getpid}};

static void *wait_for_ever(void *unused) {
  for (;;)
    pause();
  return unused;
}

static void prepare(const char *how) {
  pthread_t thread;
  zero = open("/dev/zero", O_RDONLY);
  null = open("/dev/null", O_WRONLY);
  file = open("file", O_RDWR | O_CREAT | O_TRUNC, 0600);
  if (!strcmp(how, "threads") &&
      pthread_create(&thread, NULL, wait_for_ever, NULL))
    abort();
  if (!strcmp(how, "armed") &&
      prctl(PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, 0L, -1L, 0L))
    exit(3); // before Linux 5.11
}

int main(int argc, char **argv) {
  double samples[kSamples];
  for (size_t i = 0; argc == 3 && i < sizeof calls / sizeof *calls; ++i)
    if (!strcmp(argv[1], calls[i].name)) {
      prepare(argv[2]);
      double (*sample)(void) =
          strcmp(argv[2], "direct") ? calls[i].libc : calls[i].direct;
      for (int k = 0; k < kSamples; ++k)
        samples[k] = sample();
      qsort(samples, kSamples, sizeof *samples, compare);
      printf("%.1f\n", samples[kSamples / 2]);
      return 0;
    }
  return 2;
}
