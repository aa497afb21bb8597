/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the tests of waits until an absolute time have in common. */
#pragma once
#include "thread_test.h"

/* Never early; late by days is what must not be. */
static inline void check_over(clockid_t clock, struct timespec until,
                              long kind) {
  struct timespec now = in_ms(clock, 0);
  int64_t late = (now.tv_sec - until.tv_sec) * 1000000000ll +
                 (now.tv_nsec - until.tv_nsec);
  if (late < 0 || late > 1000000000000)
    dprintf(2, "kind %ld is late by %lld ns\n", kind, (long long)late), _exit(98);
}

/* A thread for each kind of wait, before the checkpoint and across it. */
static inline void waits_over_checkpoints(int kinds, void *(*wait_in)(void *)) {
  pthread_t thread[16];
  for (int round = 0; round < 3; ++round) {
    for (long i = 0; i < kinds; ++i)
      CHECK(!pthread_create(&thread[i], 0, wait_in, (void *)i));
    until_asleep();
    if (round < 2)
      checkpoint_here();
    for (int i = 0; i < kinds; ++i)
      CHECK(!pthread_join(thread[i], 0));
  }
}
