// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Each kind of descriptor has the status flags, the descriptor flag, the owner and
// the signal that the program has given it.
// RUN: %job %s %t --at-least 4 --stderr any
#include "ckpt_test.h"
#include <fcntl.h>
#include <mqueue.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>

enum { MOST = 60 };
static int fds[MOST], count;
static char queue[40];

static void keep(int fd) { CHECK(fd >= 0 && count < MOST), fds[count++] = fd; }

static void open_files(void) {
  keep(open("file", O_RDWR | O_CREAT, 0600)), keep(open("file", O_WRONLY | O_DSYNC));
  keep(open("file", O_RDONLY | O_NOATIME)), keep(open("file", O_RDWR | O_SYNC));
  keep(open(".", O_RDWR | O_TMPFILE, 0600)), keep(open("gone", O_RDWR | O_CREAT, 0600));
  CHECK(!unlink("gone"));
  keep(open(".", O_RDONLY | O_DIRECTORY)), keep(open("file", O_PATH));
  keep(open("/dev/null", O_RDWR)), keep(open("/dev/zero", O_RDONLY));
  keep(open("/proc/self/status", O_RDONLY));
  CHECK(!mkfifo("named", 0600));
  keep(open("named", O_RDWR)), keep(open("named", O_RDONLY)), keep(open("named", O_WRONLY));
}

static void open_objects(void) {
  static const int types[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET};
  int two[2], master = posix_openpt(O_RDWR | O_NOCTTY);
  sigset_t set;
  sigemptyset(&set), sigaddset(&set, SIGUSR1);
  CHECK(!pipe(two)), keep(two[0]), keep(two[1]);
  CHECK(!pipe2(two, O_DIRECT)), keep(two[0]), keep(two[1]);
  for (int i = 0; i < 3; ++i)
    CHECK(!socketpair(AF_UNIX, types[i], 0, two)), keep(two[0]), keep(two[1]);
  keep(socket(AF_INET, SOCK_STREAM, 0)), CHECK(!listen(fds[count - 1], 3));
  keep(socket(AF_INET, SOCK_STREAM, 0)), keep(socket(AF_INET6, SOCK_DGRAM, 0));
  keep(epoll_create1(0)), keep(eventfd(3, 0)), keep(signalfd(-1, &set, 0));
  keep(timerfd_create(CLOCK_MONOTONIC, 0)), keep(inotify_init1(0));
  keep(memfd_create("m", MFD_ALLOW_SEALING));
  keep((int)syscall(SYS_pidfd_open, getpid(), 0));
  CHECK(master >= 0 && !grantpt(master) && !unlockpt(master)), keep(master);
  keep(open(ptsname(master), O_RDWR | O_NOCTTY));
  keep(ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY));
  keep(ioctl(master, TIOCGPTPEER, O_RDONLY | O_NOCTTY | O_CLOEXEC));
  snprintf(queue, sizeof queue, "/ckpt-%d", getpid());
  keep(mq_open(queue, O_RDWR | O_CREAT, 0600, NULL));
  keep(mq_open(queue, O_RDONLY | O_CLOEXEC));
}

// What is refused for a kind is refused in both runs, and stays as it was.
static void look(int round, int before[MOST][4]) {
  for (int i = 0; i < count; ++i) {
    int fd = fds[i], now[] = {fcntl(fd, F_GETFL), fcntl(fd, F_GETFD),
        fcntl(fd, F_GETOWN) == getpid(), fcntl(fd, F_GETSIG)};
    if (before && memcmp(before[i], now, sizeof now))
      dprintf(2, "round %d, number %d of the list: %#x %d %d %d, was %#x %d %d %d\n",
              round, i, now[0], now[1], now[2], now[3], before[i][0], before[i][1],
              before[i][2], before[i][3]), _exit(98);
    printf("%d %d: %#x %d %d %d\n", round, i, now[0], now[1], now[2], now[3]);
  }
}

int main(void) {
  CHECK(!setvbuf(stdout, NULL, _IOLBF, 0) && signal(SIGIO, SIG_IGN) != SIG_ERR);
  CHECK(signal(SIGUSR1, SIG_IGN) != SIG_ERR);
  open_files(), open_objects();
  for (int round = 0; round < 4; ++round) {
    static int before[MOST][4];
    int flags = (round & 1 ? O_NONBLOCK : 0) | (round & 2 ? O_APPEND : 0);
    for (int i = 0; i < count; ++i) {
      fcntl(fds[i], F_SETFL, flags | (round == 3 ? O_ASYNC : 0));
      fcntl(fds[i], F_SETFD, round == 1 ? FD_CLOEXEC : 0);
      fcntl(fds[i], F_SETOWN, round > 1 ? getpid() : 0);
      fcntl(fds[i], F_SETSIG, round == 2 ? SIGUSR1 : 0);
      before[i][0] = fcntl(fds[i], F_GETFL), before[i][1] = fcntl(fds[i], F_GETFD);
      before[i][2] = fcntl(fds[i], F_GETOWN) == getpid();
      before[i][3] = fcntl(fds[i], F_GETSIG);
    }
    checkpoint();
    look(round, before);
  }
  CHECK(!mq_unlink(queue));
}
