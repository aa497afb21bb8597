// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A reader that waits for the first writer of a FIFO is not told of an end, and one
// whose writer has gone is; a pipe that was opened again in /proc is told too.
// RUN: %job %s %t
#include "ckpt_test.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>

int main(void) {
  char link[40], bytes[8];
  int ends[2], readers[5];
  CHECK(!mkfifo("waits", 0600) && !mkfifo("ended", 0600));
  CHECK(!mkfifo("left", 0600) && !pipe(ends));
  readers[0] = open("waits", O_RDONLY | O_NONBLOCK);
  readers[1] = open("ended", O_RDONLY | O_NONBLOCK);
  CHECK(!close(open("ended", O_WRONLY)));
  readers[2] = open("left", O_RDONLY | O_NONBLOCK);
  int writer = open("left", O_WRONLY);
  CHECK(write(writer, "rest", 4) == 4 && !close(writer));
  readers[3] = ends[0];
  snprintf(link, sizeof link, "/proc/self/fd/%d", ends[0]);
  readers[4] = open(link, O_RDONLY);
  CHECK(!close(ends[1]));
  checkpoint();
  for (int i = 0; i < 5; ++i) {
    struct pollfd asked = {readers[i], POLLIN, 0};
    CHECK(readers[i] >= 0 && poll(&asked, 1, 0) >= 0);
    printf("%d: %#x %d\n", i, asked.revents, (int)read(readers[i], bytes, 8));
  }
  writer = open("waits", O_WRONLY);
  CHECK(write(writer, "first", 5) == 5 && read(readers[0], bytes, 8) == 5);
}
