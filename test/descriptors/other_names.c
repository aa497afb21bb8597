// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Files that have lost the name they were opened by: a removed FIFO, other hard
// links, O_TMPFILE that was linked; O_PATH of what holds nothing; /proc's file of
// the first thread.
// RUN: %job %s %t --at-least 2 --stderr any
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

int main(void) {
  struct sockaddr_un name = {AF_UNIX, "socket"};
  char text[64], path[64];
  struct stat st;
  CHECK(!mkfifo("fifo", 0640) && !mkfifo("stays", 0600));
  int fifo = open("fifo", O_RDWR), linked = open("a", O_CREAT | O_RDWR, 0644);
  int made = open(".", O_TMPFILE | O_RDWR, 0600);
  int bound = socket(AF_UNIX, SOCK_STREAM, 0);
  CHECK(!bind(bound, (struct sockaddr *)&name, sizeof name));
  int paths[] = {open("stays", O_PATH), open("socket", O_PATH)};
  sprintf(path, "/proc/self/task/%d/comm", getpid());
  int comm = open(path, O_RDONLY);
  CHECK(!unlink("fifo") && !link("a", "b-is-a-longer-name") && !unlink("a"));
  sprintf(path, "/proc/self/fd/%d", made);
  CHECK(made < 0 || !linkat(AT_FDCWD, path, AT_FDCWD, "made", AT_SYMLINK_FOLLOW));
  CHECK(write(fifo, "kept", 4) == 4 && write(linked, "one", 3) == 3);
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    CHECK(write(linked, "more", 4) == 4 && !stat("b-is-a-longer-name", &st));
    printf("%ld\n", (long)st.st_size);
    CHECK(!fstat(paths[0], &st) && S_ISFIFO(st.st_mode));
    CHECK(!fstat(paths[1], &st) && S_ISSOCK(st.st_mode));
    CHECK(pread(comm, text, sizeof text, 0) > 0);
    CHECK(made < 0 || (write(made, "x", 1) == 1 && !stat("made", &st)));
  }
  CHECK(read(fifo, text, sizeof text) == 4 && access("fifo", F_OK));
  puts("done");
}
