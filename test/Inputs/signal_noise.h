/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Threads that make requests, and that take signals which woke another one. */
#pragma once
#include "ckpt_test.h"
#include <pthread.h>

static volatile int over;
static void handle(int sig) { (void)sig; }

/* Takes signals all the time, and so those of others. */
static void *take_signals(void *unused) {
  while (!over)
    CHECK(!pthread_kill(pthread_self(), SIGRTMIN + 1));
  return unused;
}

static void *make_requests(void *unused) {
  for (; !over; usleep(50))
    CHECK(!kill(getpid(), SIGUSR2));
  return unused;
}
