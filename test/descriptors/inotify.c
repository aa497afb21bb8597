// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Watches keep their numbers, names and masks: with gaps, of a link itself, of a
// file without a name, by a directory that is open; new events come as they did.
// RUN: %job %s %t --at-least 2 --requests vacate
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>

static int set, copy, other;

static void show(int fd) {
  char text[4096];
  ssize_t n = read(fd, text, sizeof text);
  for (char *at = text; n > 0 && at < text + n;) {
    struct inotify_event *event = (void *)at;
    printf("%d: %d %x %s\n", fd == other, event->wd, event->mask,
           event->len ? event->name : "");
    at += sizeof *event + event->len;
  }
  fflush(stdout);
}

int main(void) {
  int raw = inotify_init1(0), lost;
  set = inotify_init1(IN_NONBLOCK | IN_CLOEXEC), copy = dup(set);
  other = inotify_init1(IN_NONBLOCK);
  CHECK(!mkdir("d", 0700) && !mkdir("d/e", 0700) && !mkdir("open", 0700));
  CHECK(!symlink("d", "link") && (lost = open("lost", O_CREAT | O_RDWR, 0600)) > 0);
  int opened = open("open", O_RDONLY | O_DIRECTORY);
  CHECK(inotify_add_watch(set, "d", IN_CREATE | IN_DELETE) == 1);
  CHECK(inotify_add_watch(set, "d/e", IN_CREATE) == 2);
  CHECK(!inotify_rm_watch(set, 2));
  CHECK(inotify_add_watch(copy, "link", IN_ATTRIB | IN_DONT_FOLLOW) == 3);
  CHECK(inotify_add_watch(set, "lost", IN_ATTRIB | IN_ONESHOT) == 4);
  CHECK(!chdir("d") && inotify_add_watch(set, "e", IN_CREATE) == 5);
  CHECK(inotify_add_watch(other, "../link", IN_CREATE | IN_EXCL_UNLINK) == 1);
  CHECK(syscall(SYS_inotify_add_watch, raw, "../open", IN_CREATE) == 1);
  CHECK(syscall(SYS_inotify_add_watch, raw, ".", IN_DELETE_SELF) == 2);
  CHECK(!unlink("../lost") && !chdir(".."));
  for (int round = 0; round < 2; ++round) {
    show(set), show(other);
    checkpoint();
    CHECK(fcntl(set, F_GETFD) == FD_CLOEXEC && !fcntl(copy, F_GETFD));
    int file = open(round ? "d/b" : "d/a", O_CREAT | O_WRONLY, 0600);
    CHECK(close(file) + !close(open(round ? "open/b" : "d/e/b", O_CREAT, 0600)));
    CHECK(!lchown("link", getuid(), getgid()) && !fchmod(lost, 0640));
    show(copy), show(other);
  }
  show(raw), close(opened);
}
