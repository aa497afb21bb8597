// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What needs descriptors of its own while it is looked at or made again, in a
// table without a free number: terminals, FIFOs, pipes with swapped ends or with
// one, watches, an epoll set's closed number, files mapped shared, queues.
// RUN: %job %s %t --stderr any --at-least 2 --prefix "prlimit --nofile=48:48"
#include "full_table.h"
#include <mqueue.h>
#include <sys/stat.h>
#include <termios.h>

static int master, slave, fifo[2], swapped[2], half, set, old_number, memory;
static int queue, gone, unlinked;
static char *shared, *of_file, name[32];

static void make_kinds(void) {
  struct epoll_event event = {.events = EPOLLIN, .data.u32 = 7};
  int ends[2], one;
  master = posix_openpt(O_RDWR | O_NOCTTY);
  CHECK(!grantpt(master) && !unlockpt(master));
  slave = open(ptsname(master), O_RDWR | O_NOCTTY);
  CHECK(write(slave, "out", 3) == 3 && write(master, "in\n", 3) == 3);
  CHECK(!mkfifo("fifo", 0600));
  fifo[0] = open("fifo", O_RDONLY | O_NONBLOCK);
  fifo[1] = open("fifo", O_WRONLY);
  CHECK(write(fifo[1], "fifo", 4) == 4);
  CHECK(!pipe(ends) && (one = dup(ends[0])) > ends[1]);
  dup2(ends[1], ends[0]), dup2(one, ends[1]), close(one);
  swapped[0] = ends[1], swapped[1] = ends[0];
  CHECK(write(swapped[1], "swap", 4) == 4);
  CHECK(!pipe(ends) && write(ends[1], "half", 4) == 4 && !close(ends[1]));
  half = ends[0];
  set = epoll_create1(0), one = dup(swapped[0]);
  CHECK(!epoll_ctl(set, EPOLL_CTL_ADD, old_number = one, &event));
  CHECK(dup2(half, one) == one);
  memory = memfd_create("m", 0);
  CHECK(!ftruncate(memory, 4096));
  shared = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
  gone = open("mapped", O_RDWR | O_CREAT, 0600);
  CHECK(!ftruncate(gone, 4096));
  of_file = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, gone, 0);
  strcpy(shared, "shared"), strcpy(of_file, "file"), close(gone);
  unlinked = open("gone", O_WRONLY | O_CREAT, 0600);
  CHECK(write(unlinked, "gone", 4) == 4 && !unlink("gone"));
  watcher = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  CHECK(inotify_add_watch(watcher, "mapped", IN_MODIFY) == 1);
  CHECK(inotify_add_watch(watcher, ".", IN_CREATE) == 2);
  CHECK(!inotify_rm_watch(watcher, 1));
  struct mq_attr small = {.mq_maxmsg = 1, .mq_msgsize = 4};
  snprintf(name, sizeof name, "/ckpt-full-%d", getpid());
  queue = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &small);
  CHECK(queue >= 0 || errno == ENOSYS || errno == ENOENT);
}

static void check_kinds(void) {
  struct epoll_event event;
  char text[16] = "";
  CHECK(!memcmp(shared, "shared", 6) && !memcmp(of_file, "file", 4));
  CHECK(epoll_wait(set, &event, 1, 0) == 1 && event.data.u32 == 7);
  CHECK(read(swapped[0], text, 16) == 4 && !memcmp(text, "swap", 4));
  CHECK(epoll_wait(set, &event, 1, 0) == 0);
  CHECK(write(swapped[1], "swap", 4) == 4);
  CHECK(read(fifo[0], text, 16) == 4 && write(fifo[1], text, 4) == 4);
  CHECK(tcflush(slave, TCIFLUSH) == 0 && write(master, "in\n", 3) == 3);
  CHECK(fcntl(unlinked, F_GETFL) & O_WRONLY);
  CHECK(lseek(unlinked, 0, SEEK_END) == 4);
}

int main(void) {
  make_kinds();
  while (dup(half) >= 0)
    ;
  CHECK(errno == EMFILE);
  for (int round = 0; round < 3; ++round) {
    check_kinds();
    if (round < 2)
      checkpoint();
  }
  CHECK(dup(half) == -1 && errno == EMFILE);
  if (queue >= 0)
    CHECK(!mq_unlink(name));
  puts("good");
}
