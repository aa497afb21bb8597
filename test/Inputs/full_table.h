/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A program that has a descriptor under every number that its limit allows, and
 * knows of each what it must be. */
#pragma once
#include "ckpt_test.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>

enum { kMost = 1024 };
static struct { short kind, other; } table[kMost];
static int epoll_set = -1, watcher = -1;
enum { kFree, kPipe, kPair, kMemfd, kGone, kCounter, kFile, kLocked, kFlock,
       kNull, kDup, kKinds, kHalf = kKinds, kSwapped, kTerminal };

static inline int note(int fd, int kind, int other) {
  if (fd >= 0)
    table[fd].kind = (short)kind, table[fd].other = (short)other;
  return fd;
}

static inline int named(const char *prefix, int i, int flags) {
  char name[32];
  snprintf(name, sizeof name, "%s%d", prefix, i);
  return open(name, flags | O_CREAT, 0600);
}

static inline void unlink_named(const char *prefix, int i) {
  char name[32];
  snprintf(name, sizeof name, "%s%d", prefix, i);
  CHECK(!unlink(name));
}

static inline int make_one(int kind, int i) {
  int ends[2], fd = -1;
  struct flock lock = {.l_type = F_WRLCK, .l_start = 1, .l_len = 2};
  struct epoll_event event = {.events = EPOLLIN, .data.fd = 0};
  if (kind == kHalf && !pipe(ends)) {
    CHECK(write(ends[1], &ends[0], sizeof(int)) == sizeof(int));
    return close(ends[1]), note(ends[0], kind, 0);
  }
  if (kind == kSwapped && !pipe(ends)) {
    int one = dup(ends[0]);
    if (one < 0)
      return -1;
    dup2(ends[1], ends[0]), dup2(one, ends[1]), close(one);
    CHECK(write(ends[0], &ends[0], sizeof(int)) == sizeof(int));
    note(ends[1], kPipe, ends[0]);
    return note(ends[0], kPipe, ends[1]);
  }
  if (kind == kTerminal && (ends[0] = posix_openpt(O_RDWR | O_NOCTTY)) >= 0) {
    CHECK(!unlockpt(ends[0]));
    if ((ends[1] = open(ptsname(ends[0]), O_RDWR | O_NOCTTY)) < 0)
      return close(ends[0]), errno = EMFILE, -1;
    CHECK(write(ends[0], "line\n", 5) == 5);
    return note(ends[0], kind, ends[1]);
  }
  if (kind == kPipe || kind == kPair) {
    if (kind == kPipe ? pipe(ends) : socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
      return -1;
    CHECK(write(ends[1], &ends[0], sizeof(int)) == sizeof(int));
    note(ends[1], kind, ends[0]);
    return note(ends[0], kind, ends[1]);
  }
  if (kind == kMemfd)
    fd = memfd_create("m", MFD_CLOEXEC);
  if (kind == kGone && (fd = named("gone", i, O_RDWR)) >= 0)
    unlink_named("gone", i);
  if (kind == kCounter)
    fd = eventfd((unsigned)i + 1, EFD_NONBLOCK);
  if (kind == kFile || kind == kLocked || kind == kFlock)
    fd = named("file", i, kind == kFile ? O_WRONLY : O_RDWR);
  if (kind == kNull)
    fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (kind == kDup)
    fd = dup(i % 3);
  if (fd < 0)
    return -1;
  if (kind == kMemfd || kind == kGone || kind == kFile || kind == kLocked ||
      kind == kFlock)
    CHECK(write(fd, &fd, sizeof fd) == sizeof fd);
  if (kind == kLocked)
    CHECK(!fcntl(fd, F_SETLK, &lock));
  if (kind == kFlock)
    CHECK(!flock(fd, LOCK_EX));
  event.data.fd = fd;
  if (kind == kCounter && epoll_set >= 0)
    CHECK(!epoll_ctl(epoll_set, EPOLL_CTL_ADD, fd, &event));
  return note(fd, kind, i);
}

static inline int kind_named(const char *what) {
  static const char *const names[] = {"pipe",  "pair", "memfd",  "gone",
                                      "counter", "file", "locked"};
  for (int i = 0; i < 7; ++i)
    if (!strcmp(what, names[i]))
      return kPipe + i;
  return !strcmp(what, "half")       ? kHalf
         : !strcmp(what, "swapped")  ? kSwapped
         : !strcmp(what, "terminal") ? kTerminal
                                     : 0;
}

/* Of one kind, but for the standard streams; else of all. */
static inline size_t fill(const char *what) {
  struct rlimit limit;
  CHECK(!getrlimit(RLIMIT_NOFILE, &limit));
  if (!strcmp(what, "some")) {
    epoll_set = epoll_create1(0);
    watcher = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    CHECK(epoll_set >= 0 && inotify_add_watch(watcher, ".", IN_CREATE) == 1);
  }
  int kind = 0;
  for (int i = 0;; ++i) {
    kind = kind_named(what);
    if (make_one(kind ? kind : 1 + i % (kKinds - 1), i) < 0)
      break;
  }
  while (make_one(kind > kPair && kind < kKinds ? kind : kDup, kMost) >= 0)
    ;
  CHECK(errno == EMFILE);
  return limit.rlim_cur;
}

static inline int is_locked_by_other(int fd) {
  struct flock lock = {.l_type = F_WRLCK};
  CHECK(!fcntl(fd, F_OFD_GETLK, &lock));
  return lock.l_type != F_UNLCK;
}

static inline void check_all(size_t limit) {
  int found = 0, waiting = 0;
  CHECK(open("/dev/null", O_RDONLY) == -1 && errno == EMFILE);
  for (int fd = 0; fd < (int)limit; ++fd) {
    int kind = table[fd].kind, flags = fcntl(fd, F_GETFD);
    CHECK(flags == (kind == kMemfd || kind == kNull || fd == watcher));
    if ((kind == kPipe || kind == kPair) && fd < table[fd].other) {
      int writes = fcntl(fd, F_GETFL) & O_WRONLY ? fd : table[fd].other;
      CHECK(read(fd + table[fd].other - writes, &found, 4) == 4 && found == fd);
      CHECK(write(writes, &fd, sizeof fd) == sizeof fd);
    }
    if (kind == kTerminal) {
      char text[8];
      CHECK(read(table[fd].other, text, 8) == 5 && !memcmp(text, "line\n", 5));
      CHECK(write(fd, text, 5) == 5);
    }
    if (kind == kHalf)
      CHECK(poll(&(struct pollfd){fd, POLLIN, 0}, 1, 0) == 1);
    if (kind == kMemfd || kind == kGone || kind == kLocked || kind == kFlock)
      CHECK(pread(fd, &found, 4, 0) == 4 && found == fd);
    if (kind == kMemfd || kind == kGone || kind == kFile)
      CHECK(lseek(fd, 0, SEEK_CUR) == 4);
    if (kind == kLocked)
      CHECK(is_locked_by_other(fd));
    if (kind == kCounter)
      ++waiting;
  }
  if (epoll_set < 0)
    return;
  struct epoll_event events[kMost];
  CHECK(epoll_wait(epoll_set, events, kMost, 0) == waiting);
}
