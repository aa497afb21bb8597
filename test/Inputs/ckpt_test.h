/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the programs that support/run_job.py runs have in common. */
#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Ends the program, naming the condition, unless it holds. */
#define CHECK(condition)                                                       \
  ((condition) ? (void)0 : check_failed(#condition, __LINE__))

static inline void check_failed(const char *condition, int line) {
  dprintf(2, "line %d: %s does not hold (errno %d)\n", line, condition, errno);
  _exit(99);
}

/* SIGTSTP or SIGUSR2; 0 in the uninterrupted run, which asks for nothing. */
static inline int request_signal(void) {
  const char *text = getenv("JOB_SIGNAL");
  return text ? atoi(text) : 0;
}

/* A checkpoint happens here, and at SIGTSTP a restart: in a new process.  What
 * is sent to the whole process may be another thread's, and served later. */
static inline void checkpoint(void) {
  pid_t before = getpid();
  CHECK(!syscall(SYS_tgkill, before, gettid(), request_signal()));
  CHECK(request_signal() != SIGTSTP || getpid() != before);
}
