// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Events that were not read, or that came between a checkpoint and its restart:
// a program that goes on reads them, a restarted one is told that there were
// some.  A file that is gone is told of as if it were removed now.
// RUN: %job %s %t --at-least 4 --stderr any --between "touch d/new; rm -f gone"
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

static int set;

static int next(int *wd) {
  struct inotify_event event = {0};
  char text[300];
  int bytes = 0;
  CHECK(!ioctl(set, FIONREAD, &bytes));
  if (bytes && (read(set, text, 16) > 0 || read(set, text, 32) > 0))
    memcpy(&event, text, sizeof event);
  *wd = event.wd;
  return (int)event.mask;
}

int main(void) {
  int wd, file;
  set = inotify_init();
  CHECK(!mkdir("d", 0700) && (file = creat("gone", 0600)) >= 0 && !close(file));
  CHECK(inotify_add_watch(set, "d", IN_CREATE) == 1);
  CHECK(!close(creat("d/one", 0600)));
  pid_t before = getpid();
  checkpoint(); // with an event that waits
  int first = next(&wd), event = first;
  CHECK(first == (getpid() == before ? IN_CREATE : IN_Q_OVERFLOW));
  CHECK(wd == (first == IN_CREATE ? 1 : -1) && !next(&wd));
  before = getpid();
  checkpoint(); // without
  event = next(&wd);
  CHECK(event == 0 || (event == IN_Q_OVERFLOW && getpid() != before));
  CHECK(!next(&wd) && !close(creat("d/two", 0600)));
  CHECK(next(&wd) == IN_CREATE && wd == 1 && !unlink("d/two"));
  if (access("gone", F_OK)) // at a restart from an older image
    CHECK(!close(creat("gone", 0600)));
  CHECK(inotify_add_watch(set, "gone", IN_DELETE_SELF | IN_ATTRIB) > 1);
  before = getpid();
  checkpoint();
  if (getpid() == before)
    CHECK(!unlink("gone") && next(&wd) == IN_ATTRIB);
  event = next(&wd);
  CHECK(event == IN_DELETE_SELF ||
        (event == IN_Q_OVERFLOW && next(&wd) == IN_DELETE_SELF));
  CHECK(wd > 1 && next(&wd) == IN_IGNORED && wd > 1 && !next(&wd));
  checkpoint();
  puts("done");
}
