// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// C11's mutexes and conditions across restarts.
// RUN: %job %s %t --build "gcc -O2 -pthread" --modes static,pie
#include "ckpt_test.h"
#include <stdatomic.h>
#include <threads.h>

static mtx_t plain, recursive;
static cnd_t changed;
static int go, counted;
static _Atomic int waiting;

static int count(void *argument) {
  CHECK(mtx_lock(&plain) == thrd_success);
  ++waiting;
  while (!go)
    CHECK(cnd_wait(&changed, &plain) == thrd_success);
  CHECK(mtx_unlock(&plain) == thrd_success);
  CHECK(mtx_lock(&recursive) == thrd_success);
  CHECK(mtx_lock(&recursive) == thrd_success);
  counted += (int)(intptr_t)argument;
  CHECK(mtx_unlock(&recursive) == thrd_success);
  CHECK(mtx_unlock(&recursive) == thrd_success);
  return (int)(intptr_t)argument - 10;
}
int main(void) {
  thrd_t thread[6];
  CHECK(mtx_init(&plain, mtx_timed) == thrd_success);
  CHECK(mtx_init(&recursive, mtx_plain | mtx_recursive) == thrd_success);
  CHECK(cnd_init(&changed) == thrd_success);
  CHECK(mtx_lock(&recursive) == thrd_success);
  for (int generation = 0; generation < 2; ++generation) {
    for (intptr_t i = 0; i < 3; ++i)
      CHECK(thrd_create(&thread[generation * 3 + i], count, (void *)i) ==
            thrd_success);
    while (waiting < generation * 3 + 3)
      thrd_yield();
    if (request_signal())
      CHECK(!raise(request_signal()));
  }
  CHECK(mtx_trylock(&recursive) == thrd_success && !counted);
  CHECK(mtx_unlock(&recursive) == thrd_success);
  CHECK(mtx_lock(&plain) == thrd_success);
  go = 1;
  CHECK(cnd_broadcast(&changed) == thrd_success);
  CHECK(mtx_unlock(&plain) == thrd_success);
  CHECK(mtx_unlock(&recursive) == thrd_success);
  for (int i = 0, result; i < 6; ++i)
    CHECK(thrd_join(thread[i], &result) == thrd_success && result == i % 3 - 10);
  printf("%d\n", counted);
}
