/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A thread that sends back through one pipe what comes through another. */
#pragma once
#include "ckpt_test.h"
#include <pthread.h>

static int ends[2], both[2];

static void *echo(void *unused) {
  char byte;
  while (read(ends[0], &byte, 1) == 1)
    CHECK(write(both[1], &byte, 1) == 1);
  return unused;
}
