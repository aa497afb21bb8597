// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Directories that were removed: open, with O_PATH, worked in, and where all that
// was above them is gone too.
// RUN: %job %s %t --at-least 2
// RUN: %job %s %t --at-least 2 --uid 65534 --modes pie,static
#include "ckpt_test.h"
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

static struct stat look(int fd) {
  struct stat st;
  CHECK(!fstat(fd, &st) && S_ISDIR(st.st_mode) && st.st_nlink < 2);
  return st;
}

int main(void) {
  CHECK(!mkdir("one", 0751) && !mkdir("two", 0700) && !mkdir("two/three", 0700));
  CHECK(!chmod("one", 01751));
  int open_one = open("one", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int again = open("one", O_RDONLY), named = open("one", O_PATH);
  int deep = open("two/three", O_RDONLY), copy = dup(deep);
  CHECK(named >= 0 && copy >= 0 && !chdir("two/three"));
  CHECK(!rmdir("../../one") && !rmdir("../three") && !rmdir("../../two"));
  int last = open(".", O_RDONLY);
  for (int round = 0; round < 2; ++round) {
    char name[99];
    struct stat one = look(open_one), here, three = look(deep);
    checkpoint();
    CHECK((look(open_one).st_mode & 07777) == 01751 && look(named).st_ino);
    CHECK(look(again).st_ino == look(open_one).st_ino);
    CHECK(!stat(".", &here) && here.st_ino == look(last).st_ino);
    CHECK(look(deep).st_ino == here.st_ino && look(copy).st_ino == here.st_ino);
    CHECK(one.st_dev == here.st_dev && three.st_dev == here.st_dev);
    CHECK(!getcwd(name, sizeof name) && errno == ENOENT);
    CHECK(openat(deep, "x", O_CREAT | O_WRONLY, 0600) == -1 && errno == ENOENT);
    CHECK(fcntl(open_one, F_GETFD) == FD_CLOEXEC);
    CHECK(fcntl(named, F_GETFL) & O_PATH);
    DIR *list = fdopendir(dup(again));
    CHECK(list && !readdir(list) && !closedir(list));
  }
  puts("done");
}
