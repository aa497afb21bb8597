// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// states CASE: makes a checkpoint, then brings itself into a state that cannot
// be saved, asks for another one, goes on and ends with status 7.  A state that
// this machine does not have is status 77.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { kPage = 4096, kDone = 7, kAbsent = 77 };

static void need(int good, const char *what) {
  if (good)
    return;
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  exit(errno == ENOSYS || errno == ENODEV || errno == EOPNOTSUPP ||
                  errno == EPERM || errno == EACCES
              ? kAbsent
              : 9);
}

struct state {
  const char *name;
  void (*enter)(void);
};

__attribute__((unused)) static void *pages(int flags, int fd) {
  void *at = mmap(0, 4 * kPage, PROT_READ | PROT_WRITE, flags, fd, 0);
  need(at != MAP_FAILED, "mmap");
  return at;
}

__attribute__((unused)) static int data_file(int flags) {
  int fd = open("data", O_RDWR | O_CREAT, 0600);
  need(fd >= 0 && !ftruncate(fd, 4 * kPage) && !close(fd), "data");
  fd = open("data", flags);
  need(fd >= 0, "data");
  return fd;
}

static int run(const struct state *states, int argc, char **argv) {
  for (; states->name; ++states) {
    if (argc != 2 || strcmp(states->name, argv[1]))
      continue;
    raise(SIGUSR2);
    states->enter();
    raise(SIGTSTP);
    return kDone;
  }
  return 2;
}
