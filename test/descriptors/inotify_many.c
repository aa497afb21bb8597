// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Hundreds of watches, among them numbers used long ago; names of files that
// are gone do not use up memory.
// RUN: %job %s %t --requests vacate --modes pie --uid 65534
// REQUIRES: other-users
#include "ckpt_test.h"
#include <fcntl.h>
#include <limits.h>
#include <sys/inotify.h>
#include <sys/stat.h>

static long pages(void) {
  long all = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  CHECK(file && fscanf(file, "%ld", &all) == 1 && !fclose(file));
  return all;
}

int main(void) {
  char name[PATH_MAX], *end = name;
  int set = inotify_init1(IN_NONBLOCK), numbers[200];
  for (int i = 0; i < 200; ++i)
    *end++ = 'a' + i % 26;
  long before = pages();
  for (int i = 0; i < 2000; ++i) {
    sprintf(end, "%d", i);
    CHECK(!mkdir(name, 0700));
    int wd = inotify_add_watch(set, name, IN_CREATE | IN_DELETE);
    CHECK(wd == i + 1);
    if (i % 10 == 0)
      numbers[i / 10] = wd;
    else
      CHECK(!inotify_rm_watch(set, wd) && !rmdir(name));
    CHECK(i % 500 || read(set, name + 300, 3000)); // what tells of the removal
  }
  while (read(set, name + 300, 3000) > 0)
    ;
  CHECK((pages() - before) * 4 < 400);
  checkpoint();
  for (int i = 0; i < 200; ++i) {
    struct { struct inotify_event event; char name[16]; } got;
    int at = sprintf(end, "%d", i * 10);
    strcpy(end + at, "/new");
    CHECK(!mkdir(name, 0700));
    CHECK(read(set, &got, sizeof got) == sizeof got);
    CHECK(got.event.wd == numbers[i] && got.event.mask == (IN_CREATE | IN_ISDIR));
  }
  puts("done");
}
