// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An ordinary user's CLOCK_MONOTONIC goes on, too: in a user namespace where
// the kernel allows that, else as libc tells it; files and rights are the same.
// REQUIRES: root, other-users, time-namespaces
// RUN: %job %s %t --at-least 2 --requests vacate --uid 65534 --prefix "unshare --user --map-current-user --time --monotonic 10000000 --boottime 10000000" --restart-prefix ""
// RUN: %job %s %t --at-least 2 --requests vacate --uid 65534 --restart-prefix "unshare --user --map-current-user --time --monotonic 10000000 --boottime 10000000"
// RUN: %job %s %t --at-least 2 --requests vacate --uid 65534 --prefix "unshare --user --map-current-user --time --monotonic 10000000 --boottime 10000000" --restart-prefix "%forbid -unshare --"
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>

int main(void) {
  struct timespec before, now;
  struct stat st;
  for (int round = 0; round < 2; ++round) {
    clock_gettime(CLOCK_MONOTONIC, &before);
    checkpoint();
    clock_gettime(CLOCK_MONOTONIC, &now);
    CHECK(now.tv_sec >= before.tv_sec && now.tv_sec < before.tv_sec + 1000);
    CHECK(getuid() == 65534 && geteuid() == 65534 && getgid() == 65534);
    int fd = open("made", O_CREAT | O_WRONLY, 0600);
    CHECK(fd >= 0 && !fstat(fd, &st) && st.st_uid == 65534 && !close(fd));
    CHECK(!unlink("made") && open("/etc/shadow", O_RDONLY) == -1);
  }
  puts("no jump");
}
