// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads that wait in a read of an empty pipe and in a write to a full one go
// on waiting, and nothing of what they pass on is lost or doubled.
// RUN: %job %s %t --at-least 3 --build "gcc -O2 -pthread"
#include "ckpt_test.h"
#include <fcntl.h>
#include <pthread.h>

enum { kNumbers = 60000 };
static int numbers[2], sums[2];

static void *produce(void *unused) {
  for (unsigned i = 0; i < kNumbers; ++i)
    CHECK(write(numbers[1], &i, sizeof i) == sizeof i);
  CHECK(!close(numbers[1]));
  return unused;
}

static void *wait_for_sum(void *unused) {
  unsigned long sum;
  CHECK(read(sums[0], &sum, sizeof sum) == sizeof sum);
  printf("%lu\n", sum);
  return unused;
}

int main(void) {
  pthread_t producer, waiter;
  unsigned number;
  unsigned long sum = 0;
  CHECK(!pipe(numbers) && !pipe(sums));
  CHECK(fcntl(numbers[1], F_SETPIPE_SZ, 4096) == 4096);
  CHECK(!pthread_create(&producer, NULL, produce, NULL));
  CHECK(!pthread_create(&waiter, NULL, wait_for_sum, NULL));
  for (unsigned i = 0; i < kNumbers; ++i) {
    CHECK(read(numbers[0], &number, sizeof number) == sizeof number);
    CHECK(number == i);
    sum += number;
    if (i % 20000 == 5000)
      checkpoint();
  }
  CHECK(read(numbers[0], &number, sizeof number) == 0);
  CHECK(write(sums[1], &sum, sizeof sum) == sizeof sum);
  CHECK(!pthread_join(producer, NULL) && !pthread_join(waiter, NULL));
}
