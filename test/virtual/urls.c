// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Files named by URLs, in a program with a command stream; what they are is the
// same behind restarts.
// RUN: echo end > %t.cmds
// RUN: %job %s %t --at-least 3 --files log,new,old --env "CKPT_FLAGS=-_condor_cmd_file %t.cmds"
#include "ckpt_test.h"
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>

static void fails(int result, int error) {
  CHECK(result == -1 && errno == error);
}
static void put(int fd, const char *text) {
  CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
}

int main(void) {
  struct stat st;
  struct open_how how = {.flags = O_WRONLY | O_TRUNC};
  int old = open("local:old", O_WRONLY | O_CREAT | O_TRUNC, 0640), copy, fd;
  put(old, "begin ");
  int log = open("append:buffer:(512,64)fetch:remote:log", O_WRONLY | O_CREAT, 0600);
  CHECK(old == 3 && log == 4 && !stat("old", &st) && (st.st_mode & 0777) == 0640);
  put(log, "one ");
  checkpoint();
  CHECK(!lseek(log, 0, SEEK_SET) && !fcntl(log, F_SETFL, O_NONBLOCK));
  put(log, "two ");
  CHECK((fcntl(log, F_GETFL) & (O_APPEND | O_NONBLOCK)) == (O_APPEND | O_NONBLOCK));
  // Nothing empties it, a copy is the same file.
  CHECK((copy = dup(log)) == 5 && !close(log) && dup2(copy, 9) == 9);
  CHECK((log = creat("append:log", 0)) == 4 && !fcntl(9, F_SETFL, 0));
  fd = (int)syscall(SYS_openat2, AT_FDCWD, "append:local:log", &how, sizeof how);
  checkpoint();
  put(fd, "three "), put(9, "four "), put(log, "five "), put(copy, "six ");
  // fd: shares the position, and has no more rights.
  CHECK((fd = open("fd:3", O_WRONLY)) > 0 && !close(old));
  put(fd, "end");
  CHECK((fd = openat(fd, "append:fd:9", O_WRONLY | O_CLOEXEC)) > 0);
  CHECK(fcntl(fd, F_GETFD) == FD_CLOEXEC);
  fails(open("fd:9", O_RDONLY), EACCES);
  fails(open("fd:99", O_RDONLY), ENOENT);
  // Other calls take the same names; what is no URL, or exists, is a file.
  CHECK(!stat("append:local:log", &st) && st.st_size == 28 && !fstat(9, &st));
  CHECK(!access("fd:9", F_OK) && access("fd:99", F_OK) && !link("local:old", "local:a"));
  CHECK(!rename("local:a", "no:url") && (fd = open("no:url", O_RDONLY)) > 0);
  CHECK(!close(fd) && !unlink("no:url") && (fd = open("./b:c", O_WRONLY | O_CREAT, 0600)) > 0);
  CHECK(!close(fd) && !unlink("local:./b:c"));
  CHECK(open("12:30", O_WRONLY | O_CREAT, 0600) == fd);
  CHECK(!rename("12:30", "new") && open("local:/proc/self/fd/9", O_WRONLY) > 0);
  checkpoint();
  put(9, "last");
  puts("good");
}
