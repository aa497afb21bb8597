// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Event counters: the count, what a read takes, flags, copies.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/eventfd.h>

int main(void) {
  int plain = eventfd(5, EFD_CLOEXEC), zero = eventfd(0, EFD_NONBLOCK);
  int semaphore = eventfd(3, EFD_SEMAPHORE | EFD_NONBLOCK), copy = dup(plain);
  int large = eventfd(0, 0);
  eventfd_t value;
  CHECK(!eventfd_write(large, 0xfffffffffffffffeu));
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    CHECK(fcntl(plain, F_GETFL) == O_RDWR);
    CHECK(fcntl(plain, F_GETFD) == FD_CLOEXEC && !fcntl(copy, F_GETFD));
    CHECK(fcntl(zero, F_GETFL) == (O_RDWR | O_NONBLOCK));
    CHECK(eventfd_read(zero, &value) == -1 && errno == EAGAIN);
    CHECK(!eventfd_read(semaphore, &value) && value == 1);
    CHECK(!eventfd_write(copy, 2));
  }
  CHECK(!eventfd_read(plain, &value) && value == 9);
  CHECK(!eventfd_read(semaphore, &value) && value == 1);
  CHECK(eventfd_read(semaphore, &value) == -1 && errno == EAGAIN);
  CHECK(!eventfd_read(large, &value) && value == 0xfffffffffffffffeu);
  puts("done");
}
