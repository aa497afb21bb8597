// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A directory that is being read goes on where it was; O_PATH descriptors, and
// files of /proc, which are this process's again.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

enum { kFiles = 400 };

int main(void) {
  unsigned char seen[kFiles] = {0};
  char name[64], text[4096] = "";
  CHECK(!mkdir("d", 0700));
  for (int i = 0; i < kFiles; ++i) {
    snprintf(name, sizeof name, "d/%d", i);
    close(open(name, O_CREAT | O_WRONLY, 0600));
  }
  DIR *dir = opendir("d");
  int path = open("d", O_PATH), link = -1;
  CHECK(!symlink("nowhere", "link"));
  link = open("link", O_PATH | O_NOFOLLOW | O_CLOEXEC);
  int status = open("/proc/self/status", O_RDONLY);
  CHECK(dir && path >= 0 && link >= 0 && status >= 0);
  int left = 100;
  for (struct dirent *entry; (entry = readdir(dir));) {
    if (entry->d_name[0] == '.')
      continue;
    ++seen[atoi(entry->d_name)];
    if (--left == 0 || left == -200)
      checkpoint();
  }
  for (int i = 0; i < kFiles; ++i)
    CHECK(seen[i] == 1);
  CHECK(fcntl(link, F_GETFL) == (O_PATH | O_NOFOLLOW));
  CHECK(readlinkat(link, "", text, sizeof text) == 7);
  CHECK(!fstatat(path, "7", &(struct stat){0}, 0));
  CHECK(pread(status, text, sizeof text - 1, 0) > 0);
  snprintf(name, sizeof name, "Pid:\t%d\n", getpid());
  CHECK(strstr(text, name));
  puts("done");
}
