// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A hard limit of open files with few numbers that are not in use: descriptors
// come back to the numbers that they have, in whatever order they were made.
// RUN: %job %s %t --at-least 2 --prefix "prlimit --nofile=64:64"
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

enum { kFirst = 3, kEnd = 51, kPipes = (kEnd - kFirst) / 4 };

// A permutation of the numbers: 5 has no factor with their count.
static int number(int i) {
  return kFirst + i * 5 % (kEnd - kFirst);
}

static void put(int fd, int i) {
  int above = fcntl(fd, F_DUPFD, 58);
  close(fd);
  // All are open, so that no number is met twice.
  CHECK(dup3(above, number(i), i % 3 ? 0 : O_CLOEXEC) == number(i));
  close(above);
}

int main(void) {
  int ends[2], found;
  char name[8];
  for (int i = 0; i < kEnd - kFirst; ++i)
    CHECK(dup2(0, kFirst + i) >= 0);
  for (int i = 0; i < kPipes; ++i) {
    CHECK(!pipe(ends) && write(ends[1], &i, sizeof i) == sizeof i);
    put(ends[0], i), put(ends[1], 2 * kPipes - 1 - i);
    found = memfd_create("m", 0);
    CHECK(write(found, &i, sizeof i) == sizeof i);
    put(found, 2 * kPipes + i);
    put(i % 2 ? open("/dev/null", O_RDONLY) : dup(number(i)), 3 * kPipes + i);
  }
  checkpoint();
  checkpoint();
  for (int i = 0; i < kPipes; ++i) {
    CHECK(read(number(i), &found, sizeof found) == sizeof found && found == i);
    CHECK(write(number(2 * kPipes - 1 - i), "good", 4) == 4);
    CHECK(read(number(i), name, sizeof name) == 4);
    CHECK(pread(number(2 * kPipes + i), &found, sizeof found, 0) == 4);
    CHECK(found == i && fcntl(number(3 * kPipes + i), F_GETFD) >= 0);
  }
  for (int i = 0; i < kEnd - kFirst; ++i)
    CHECK(fcntl(number(i), F_GETFD) == (i % 3 ? 0 : FD_CLOEXEC));
  CHECK(fcntl(kEnd, F_GETFD) == -1);
  puts("good");
}
