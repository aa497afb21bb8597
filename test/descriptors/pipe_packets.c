// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Packets stay packets: one read, one of them; several, and a single one.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <fcntl.h>

int main(void) {
  int many[2], one[2];
  char text[8192];
  CHECK(!pipe2(many, O_DIRECT) && !pipe2(one, O_DIRECT | O_NONBLOCK));
  CHECK(write(many[1], "one", 3) == 3 && write(many[1], "three", 5) == 5);
  memset(text, 'p', sizeof text);
  CHECK(write(many[1], text, 4096) == 4096 && write(one[1], "1", 1) == 1);
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    CHECK(write(many[1], "more", 4) == 4);
    CHECK(fcntl(many[1], F_GETFL) == (O_WRONLY | O_DIRECT));
    CHECK(fcntl(one[0], F_GETFL) == (O_RDONLY | O_NONBLOCK));
  }
  CHECK(write(one[1], "two", 3) == 3);
  for (int i = 0; i < 5; ++i)
    printf("%zd\n", read(many[0], text, sizeof text));
  printf("%zd\n", read(one[0], text, sizeof text));
  printf("%zd\n", read(one[0], text, sizeof text));
  CHECK(read(one[0], text, sizeof text) == -1 && errno == EAGAIN);
}
