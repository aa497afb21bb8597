// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Descriptors that are not saved.
#include "states.h"

#include <linux/io_uring.h>
#include <mqueue.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#define OPENS(name, call)                                                      \
  static void name(void) { need((call) >= 0, #name); }

static int two[2];
static sem_t opened;
OPENS(netlink, socket(AF_NETLINK, SOCK_RAW, 16 /* NETLINK_GENERIC */))
OPENS(proc_file, open("/proc/1/status", O_RDONLY))
OPENS(marks, syscall(SYS_fanotify_init, 0, O_RDONLY))
OPENS(huge_memory, memfd_create("name", MFD_HUGETLB))
OPENS(process, syscall(SYS_pidfd_open, getppid(), 0))

// By a system call of its own, a directory that is nothing's parent here.
static void watch(void) {
  char name[] = "watchedXXXXXX";
  int set = inotify_init();
  need(mkdtemp(name) && syscall(SYS_inotify_add_watch, set, name, IN_CREATE) > 0,
       "watch");
}

// A process that is not our child has all our descriptors but `ours`, until we
// end: it waits for a lock that we hold.  Its number.
static pid_t share(int ours) {
  int up[2], alive = open("alive", O_WRONLY | O_CREAT, 0600);
  struct flock lock = {.l_type = F_WRLCK};
  pid_t other = 0;
  need(!pipe(up) && alive >= 0 && !fcntl(alive, F_SETLK, &lock), "share");
  if (!fork()) {
    if (fork())
      _exit(0);
    if (ours >= 0)
      close(ours);
    other = getpid();
    _exit(write(up[1], &other, sizeof other) < 0 || close(up[0]) ||
          close(up[1]) || fcntl(alive, F_SETLKW, &lock));
  }
  need(wait(0) > 0 && read(up[0], &other, sizeof other) > 0, "share");
  close(up[0]);
  close(up[1]);
  return other;
}

// Its slave is another process's.
static void master(void) {
  int fd = open("/dev/ptmx", O_RDWR | O_NOCTTY);
  need(fd >= 0 && !grantpt(fd) && !unlockpt(fd), "open");
  int slave = open(ptsname(fd), O_RDWR | O_NOCTTY);
  need(slave >= 0 && share(fd) > 0 && !close(slave), "share");
}

static void pipe_writer(void) {
  need(!pipe(two), "pipe");
  share(two[1]);
  close(two[0]);
}

static void pipe_reader(void) {
  need(!pipe(two), "pipe");
  share(two[0]);
  close(two[1]);
}

static void pipe_shared(void) {
  need(!pipe(two), "pipe");
  share(-1);
}

// Its epoll set keeps a file that only another process has.
static void watched(void) {
  int set = epoll_create1(0), counter = eventfd(3, 0);
  struct epoll_event event = {.events = EPOLLIN};
  need(set >= 0 && counter >= 0, "epoll_create1");
  need(!epoll_ctl(set, EPOLL_CTL_ADD, counter, &event), "epoll_ctl");
  share(-1);
  close(counter);
}

static void path_only(void) {
  need(open("image-of-nothing", O_CREAT | O_RDWR, 0600) >= 0, "file");
  need(open("image-of-nothing", O_PATH) >= 0, "O_PATH");
  need(!unlink("image-of-nothing"), "unlink");
}

static void *stays(void *open_it) {
  *(int *)open_it = open("/proc/thread-self/status", O_RDONLY);
  return sem_post(&opened), pause(), NULL;
}

static void thread_file(void) {
  pthread_t thread;
  int fd = -1;
  need(!pthread_create(&thread, NULL, stays, &fd), "pthread_create");
  need(!sem_wait(&opened) && fd >= 0, "thread-self");
}
// A listening socket to which one is connected.
static int connection(void) {
  struct sockaddr_in name = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof name;
  struct sockaddr *at = (struct sockaddr *)&name;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  need(!bind(listener, at, size) && !listen(listener, 1), "listen");
  need(!getsockname(listener, at, &size), "getsockname");
  need(!connect(socket(AF_INET, SOCK_STREAM, 0), at, size), "connect");
  return listener;
}

// Another process has the other end.
static void connected(void) {
  int taken = accept(connection(), 0, 0);
  need(taken >= 0, "accept");
  share(-1);
  close(taken);
}

// Its other end was closed.
static void waiting_connection(void) {
  need(dup2(connection(), 3) == 3 && !close(4), "dup2");
}

static void waiting_data(void) {
  need(connection() == 3 && write(4, "x", 1) == 1, "write");
}

// Local ones: another process's connection, and data.
static int local_connection(void) {
  struct sockaddr_un name = {AF_UNIX, "listens"};
  struct sockaddr *at = (struct sockaddr *)&name;
  unlink(name.sun_path);
  int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  int client = socket(AF_UNIX, SOCK_STREAM, 0);
  need(!bind(listener, at, sizeof name) && !listen(listener, 1), "listen");
  need(!connect(client, at, sizeof name), "connect");
  return client;
}

static void waiting_local(void) {
  int client = local_connection();
  share(3);
  close(client);
}

static void waiting_local_data(void) {
  need(write(local_connection(), "x", 1) == 1, "write");
}

// It waits at another process's.
static void not_accepted(void) {
  int client = local_connection();
  share(client);
  close(3);
}

static void waiting_message(void) {
  struct sockaddr_un name = {AF_UNIX, "messages"}, own = {AF_UNIX, "sender"};
  unlink(name.sun_path);
  unlink(own.sun_path);
  int to = socket(AF_UNIX, SOCK_DGRAM, 0), from = socket(AF_UNIX, SOCK_DGRAM, 0);
  struct sockaddr *at = (struct sockaddr *)&name;
  need(!bind(to, at, sizeof name), "bind");
  need(!bind(from, (struct sockaddr *)&own, sizeof own), "bind");
  need(sendto(from, "x", 1, 0, at, sizeof name) == 1, "sendto");
  share(-1);
  close(from);
}

static void send_right(int type, const char *text, int fd) {
  union {
    struct cmsghdr head;
    char room[CMSG_SPACE(sizeof(int))];
  } control = {{CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS}};
  struct iovec one = {(void *)text, strlen(text)};
  struct msghdr message = {.msg_iov = &one, .msg_iovlen = 1,
                           .msg_control = &control,
                           .msg_controllen = sizeof control};
  need(!socketpair(AF_UNIX, type, 0, two), "socketpair");
  memcpy(CMSG_DATA(&control.head), &fd, sizeof fd);
  need(sendmsg(two[0], &message, 0) == (ssize_t)strlen(text), "sendmsg");
}

static void right_locked(void) {
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  int one = data_file(O_RDWR), other = open("data", O_RDONLY);
  send_right(SOCK_STREAM, "x", other);
  close(other);
  need(!fcntl(one, F_SETLK, &lock), "F_SETLK");
}

static void right_of_process(void) {
  int fd = open("/proc/1/status", O_RDONLY);
  need(fd >= 0, "/proc/1/status");
  send_right(SOCK_STREAM, "x", fd);
  close(fd);
}

static void right_with_empty(void) {
  send_right(SOCK_DGRAM, "x", 0);
  need(!send(two[0], "", 0, 0), "send");
}

static void right_full(void) {
  struct rlimit limit = {64, 64};
  int fd = data_file(O_RDWR);
  send_right(SOCK_STREAM, "x", fd);
  close(fd);
  need(!setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
  while (open("/dev/null", O_RDONLY) >= 0) {
  }
}

static void device(unsigned type, unsigned major, unsigned minor) {
  need(!mknod("device", type | 0600, major << 8 | minor) || errno == EEXIST,
       "mknod");
  int fd = open("device", O_RDONLY | O_NONBLOCK);
  need(fd >= 0 || errno != ENXIO || !(errno = ENODEV), "device");
}
static void block(void) { device(S_IFBLK, 7, 0); }
static void character(void) { device(S_IFCHR, 1, 11); }

static void hard_link(void) {
  data_file(O_RDWR);
  mkdir("elsewhere", 0700);
  unlink("elsewhere/second");
  need(!link("data", "elsewhere/second") && !unlink("data"), "link");
}

static void lease(void) {
  need(!fcntl(data_file(O_WRONLY), F_SETLEASE, F_WRLCK), "F_SETLEASE");
}

static void queue(void) {
  char name[32];
  sprintf(name, "/states-%d", getpid());
  struct sigevent by_signal = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
  mqd_t made = mq_open(name, O_RDONLY | O_CREAT, 0600, NULL);
  need(made >= 0 && !mq_unlink(name) && !mq_notify(made, &by_signal), "mq_open");
}

static void async_to(int to_thread) {
  int fd = open("/dev/tty", O_RDWR);
  if (fd < 0)
    need(!pipe(two), "pipe");
  fd = fd < 0 ? two[0] : fd;
  signal(SIGIO, SIG_IGN);
  pid_t other = share(-1);
  struct f_owner_ex owner = {to_thread ? F_OWNER_TID : F_OWNER_PID, other};
  need(!fcntl(fd, F_SETOWN_EX, &owner) && !fcntl(fd, F_SETFL, O_ASYNC),
       "O_ASYNC");
}

static void async(void) { async_to(0); }
static void async_thread(void) { async_to(1); }

static void ring(void) {
  struct io_uring_params params = {0};
  need(syscall(SYS_io_uring_setup, 4, &params) >= 0, "io_uring_setup");
}

int main(int argc, char **argv) {
  static const struct state kStates[] = {
      {"pipe-writer", pipe_writer}, {"pipe-reader", pipe_reader},
      {"netlink", netlink},         {"watched", watched},
      {"connected", connected},     {"right-locked", right_locked},
      {"right-with-empty", right_with_empty},
      {"right-full", right_full},
      {"right-of-process", right_of_process},
      {"waiting-connection", waiting_connection},
      {"waiting-data", waiting_data}, {"waiting-local", waiting_local},
      {"waiting-local-data", waiting_local_data},
      {"not-accepted", not_accepted},
      {"waiting-message", waiting_message},
      {"inotify", watch},           {"fanotify", marks},
      {"huge-memfd", huge_memory},
      {"path-only", path_only},     {"proc-file", proc_file},
      {"thread-file", thread_file}, {"master", master},
      {"pidfd", process},
      {"block", block},             {"character", character},
      {"pipe-shared", pipe_shared}, {"hard-link", hard_link},     {"lease", lease},
      {"queue", queue},
      {"async-thread", async_thread},
      {"async", async},             {"io-uring", ring},
      {0, 0}};
  return run(kStates, argc, argv);
}
