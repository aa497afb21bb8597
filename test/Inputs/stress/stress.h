/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the parts of the stress program have in common.  Each part is a
 * function that works for `rounds` rounds, checks itself all the time, and
 * returns a number that depends on nothing but `rounds`. */
#pragma once
#include "../ckpt_test.h"
#include <pthread.h>
#include <stdbool.h>
#include <sys/syscall.h>
#include <time.h>

typedef uint64_t Part(int rounds);

Part locks_part, robust_part, turns_part, creation_part, cancel_part;
Part sleep_part, poll_part, signal_part, timer_part, semaphore_part;
Part numbers_part, kernel_part;
Part pipe_part, stream_part, message_part, event_part;
Part shared_part, memfd_part, memory_part, break_part;
Part log_part, scratch_part, directory_part, lock_part;

/* Functions that return an error number. */
#define OK(call)                                                               \
  do {                                                                         \
    int ok_error = (call);                                                     \
    if (ok_error) {                                                            \
      errno = ok_error;                                                        \
      check_failed(#call, __LINE__);                                           \
    }                                                                          \
  } while (0)

static inline uint64_t mix(uint64_t sum, uint64_t value) {
  return (sum ^ value) * UINT64_C(0x9e3779b97f4a7c15) + (sum >> 29);
}

static inline int64_t nanoseconds(clockid_t clock) {
  struct timespec now;
  CHECK(!clock_gettime(clock, &now));
  return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}
