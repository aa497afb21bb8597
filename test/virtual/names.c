// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Names and directories in /proc and /dev tell virtual numbers, and take them.
// RUN: %job %s %t --at-least 1 --env "CKPT_FLAGS=-_condor_aggravate_bugs"
#include "ckpt_test.h"
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

static int leads_to(const char *name, const char *target) {
  char text[256];
  ssize_t size = readlink(name, text, sizeof text - 1);
  text[size < 0 ? 0 : size] = 0;
  return !strcmp(text, target);
}

static void list(const char *name) {
  unsigned seen[64] = {0};
  DIR *directory = opendir(name);
  CHECK(directory);
  for (struct dirent *entry; (entry = readdir(directory));)
    if (entry->d_name[0] != '.' && atoi(entry->d_name) < 64)
      ++seen[atoi(entry->d_name)];
  for (int i = 0; i < 64; ++i)
    CHECK(seen[i] == (fcntl(i, F_GETFD) >= 0));
  CHECK(!faccessat(dirfd(directory), "33", R_OK, 0));
  CHECK(faccessat(dirfd(directory), "3", R_OK, 0));
  closedir(directory);
}

int main(void) {
  char name[400];
  int fd = open("/etc/passwd", O_RDONLY);
  CHECK(fd == 33 && dup2(fd, 12) == 12);
  checkpoint();
  CHECK(leads_to("/proc/self/fd/33", "/etc/passwd"));
  CHECK(leads_to("/dev/fd/12", "/etc/passwd"));
  snprintf(name, sizeof name, "/proc/%d/fd/33", getpid());
  CHECK(leads_to(name, "/etc/passwd") && access("/proc/self/fd/3", F_OK));
  memset(name, '/', sizeof name);
  strcpy(name + 200, "/proc/self/fd/12"); // longer than what is looked at first
  CHECK(leads_to(name, "/etc/passwd"));
  CHECK(!access("/proc/self/fdinfo/33", R_OK));
  struct stat a, b;
  CHECK(!fstat(1, &a) && !stat("/dev/stdout", &b) && a.st_ino == b.st_ino);
  list("/proc/self/fd");
  list("/dev/fd/");
  list("/proc/self/fdinfo");
  list("/proc/self/./fd/.");
  CHECK(leads_to("/dev/stdin", "/proc/self/fd/0") && leads_to("/dev/fd/./12", "/etc/passwd"));
  int proc = open("/proc", O_RDONLY);
  CHECK(!faccessat(proc, "self/fd/12", F_OK, 0) && faccessat(proc, "self/fd/3", F_OK, 0));
  CHECK(readlinkat(proc, "self/fd/33", name, sizeof name) == strlen("/etc/passwd"));
  CHECK(!chdir("/proc/self") && !access("fdinfo/33", R_OK));
  CHECK(leads_to("fd/./12", "/etc/passwd") && access("fd/3", F_OK) && chdir("fd/33") == -1);
  puts("good");
}
