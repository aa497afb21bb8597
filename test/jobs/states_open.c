// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Descriptors that are not saved.
#include "states.h"

#include <linux/io_uring.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

#define OPENS(name, call)                                                      \
  static void name(void) { need((call) >= 0, #name); }

static int two[2];
OPENS(pipe_ends, pipe(two))
OPENS(socket_pair, socketpair(AF_UNIX, SOCK_STREAM, 0, two))
OPENS(tcp, socket(AF_INET, SOCK_STREAM, 0))
OPENS(event, eventfd(3, 0))
OPENS(poll_set, epoll_create1(0))
OPENS(timer, timerfd_create(CLOCK_MONOTONIC, 0))
OPENS(watch, inotify_init())
OPENS(memory, memfd_create("name", 0))
OPENS(directory, open(".", O_RDONLY | O_DIRECTORY))
OPENS(path_only, open(".", O_PATH))
OPENS(temporary, open(".", O_TMPFILE | O_RDWR, 0600))
OPENS(proc_file, open("/proc/self/status", O_RDONLY))
OPENS(sys_file, open("/sys/kernel/mm/transparent_hugepage/enabled", O_RDONLY))
OPENS(master, open("/dev/ptmx", O_RDWR | O_NOCTTY))
OPENS(process, syscall(SYS_pidfd_open, getpid(), 0))

static void signals(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  need(signalfd(-1, &set, 0) >= 0, "signalfd");
}

static void fifo(void) {
  need(!mkfifo("fifo", 0600) || errno == EEXIST, "mkfifo");
  need(open("fifo", O_RDWR) >= 0, "fifo");
}

static void device(unsigned type, unsigned major, unsigned minor) {
  need(!mknod("device", type | 0600, major << 8 | minor) || errno == EEXIST,
       "mknod");
  int fd = open("device", O_RDONLY | O_NONBLOCK);
  need(fd >= 0 || errno != ENXIO || !(errno = ENODEV), "device");
}
static void block(void) { device(S_IFBLK, 7, 0); }
static void character(void) { device(S_IFCHR, 1, 11); }

static void unlinked(void) {
  data_file(O_RDWR);
  need(!unlink("data"), "unlink");
}

static void replaced(void) {
  data_file(O_RDWR);
  int other = open("other", O_WRONLY | O_CREAT, 0600);
  need(other >= 0 && !close(other) && !rename("other", "data"), "rename");
}

static void hard_link(void) {
  data_file(O_RDWR);
  unlink("second");
  need(!link("data", "second") && !unlink("data"), "link");
}

static void flocked(void) {
  need(!flock(data_file(O_RDWR), LOCK_EX), "flock");
}

static void owned_lock(void) {
  struct flock lock = {.l_type = F_WRLCK, .l_len = 5};
  need(!fcntl(data_file(O_RDWR), F_OFD_SETLK, &lock), "F_OFD_SETLK");
}

static void lease(void) {
  need(!fcntl(data_file(O_RDONLY), F_SETLEASE, F_RDLCK), "F_SETLEASE");
}

static void async(void) {
  int fd = open("/dev/tty", O_RDWR);
  if (fd < 0)
    need(!pipe(two), "pipe");
  fd = fd < 0 ? two[0] : fd;
  signal(SIGIO, SIG_IGN);
  need(!fcntl(fd, F_SETOWN, getpid()) && !fcntl(fd, F_SETFL, O_ASYNC),
       "O_ASYNC");
}

static void ring(void) {
  struct io_uring_params params = {0};
  need(syscall(SYS_io_uring_setup, 4, &params) >= 0, "io_uring_setup");
}

int main(int argc, char **argv) {
  static const struct state kStates[] = {
      {"pipe", pipe_ends},       {"socketpair", socket_pair},
      {"tcp", tcp},              {"eventfd", event},
      {"epoll", poll_set},       {"timerfd", timer},
      {"inotify", watch},        {"memfd", memory},
      {"directory", directory},  {"path-only", path_only},
      {"temporary", temporary},  {"proc-file", proc_file},
      {"sys-file", sys_file},    {"master", master},
      {"pidfd", process},        {"signalfd", signals},
      {"fifo", fifo},            {"block", block},
      {"character", character},  {"unlinked", unlinked},
      {"replaced", replaced},    {"hard-link", hard_link},
      {"flock", flocked},        {"owned-lock", owned_lock},
      {"lease", lease},          {"async", async},
      {"io-uring", ring},        {0, 0}};
  return run(kStates, argc, argv);
}
