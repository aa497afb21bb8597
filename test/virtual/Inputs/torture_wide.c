// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// torture_wide SEED COUNT [THREADS]: random operations on descriptors of all kinds.
// What it prints does not depend on their numbers.  Each thread has slots, files
// and fixed numbers of its own in the one table.
#include "ckpt_test.h"
#include <dirent.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/openat2.h>
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>

enum { SLOTS = 20, FIXED = 200, GIVEN = 40, MOST = 4 };
static __thread int slots[SLOTS]; // descriptors, -1: none
static __thread uint64_t state, sum;
static __thread int self;
static int threads = 1;
static char *program;

static unsigned below(unsigned n) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (unsigned)(state >> 33) % n;
}
static void note(int64_t what) { sum = (sum ^ (uint64_t)what) * 1099511628211u; }
static int got(int fd) { return note(fd < 0 ? -errno : 1), fd; }
static void result(int64_t value) { note(value < 0 ? -errno : value); }
static int *any(void) { return &slots[below(SLOTS)]; }
static void drop(int *slot) {
  if (*slot >= 0)
    result(close(*slot));
  *slot = -1;
}
static void keep(int fd) {
  int *slot = any();
  drop(slot);
  *slot = got(fd);
}
static int fixed(void) { return FIXED + self * GIVEN + (int)below(GIVEN); }
static void forget(int first, int last) {
  for (int i = 0; i < SLOTS; ++i)
    if (slots[i] >= first && slots[i] <= last)
      slots[i] = -1;
}
static const char *name(void) {
  static __thread char text[32];
  snprintf(text, sizeof text, "w%d-%u", self, below(5));
  return text;
}
static int is_file(int fd) {
  struct stat st;
  return !fstat(fd, &st) && S_ISREG(st.st_mode);
}

static void open_one(void) {
  struct open_how how = {.flags = O_RDWR | O_CREAT | O_NONBLOCK, .mode = 0600};
  int directory = open(".", O_PATH | O_DIRECTORY);
  switch (below(5)) {
  case 0: keep((int)syscall(SYS_openat2, directory, name(), &how, sizeof how)); break;
  case 1: keep(creat(name(), 0600)); break;
  case 2: keep(openat(directory, ".", O_RDWR | O_TMPFILE, 0600)); break;
  case 3: keep(openat(directory, name(), O_PATH)); break;
  case 4: keep(openat(directory, name(), O_RDWR | O_CLOEXEC)); break;
  }
  result(close(directory));
}

static void make_object(void) {
  sigset_t set;
  sigemptyset(&set), sigaddset(&set, SIGUSR1);
  switch (below(6)) {
  case 0: keep(memfd_create("m", MFD_ALLOW_SEALING)); break;
  case 1: keep(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK)); break;
  case 2: keep(signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC)); break;
  case 3: keep(inotify_init1(IN_NONBLOCK)); break;
  case 4: keep(eventfd(below(9), EFD_NONBLOCK | (below(2) ? EFD_SEMAPHORE : 0))); break;
  case 5: keep(epoll_create1(below(2) ? EPOLL_CLOEXEC : 0));
  }
}

static void copy(void) {
  int from = *any(), to = fixed();
  int same = from == to;
  switch (below(5)) {
  case 0: keep(dup(from)); break;
  case 1: keep(fcntl(from, F_DUPFD, below(40))); break;
  case 2: keep(fcntl(from, F_DUPFD_CLOEXEC, 30)); break;
  case 3:
  case 4:
    to = below(2) ? dup2(from, to) : same ? -1 : dup3(from, to, O_CLOEXEC);
    got(to);
    if (to < 0 || same)
      break;
    forget(to, to);
    for (int i = 0; i < SLOTS; ++i)
      if (slots[i] < 0) {
        slots[i] = to;
        return;
      }
    result(close(to));
  }
}

static void control(void) {
  int fd = *any(), on = (int)below(2);
  struct flock lock = {.l_type = (short)below(3), .l_start = below(9), .l_len = 1};
  switch (below(14)) {
  case 0: result(fcntl(fd, F_SETFD, on)); break;
  case 1: result(fcntl(fd, F_GETFD)); break;
  case 2:
    result(ioctl(fd, FIONBIO, &on)), note(fcntl(fd, F_GETFL) & O_NONBLOCK);
    result(fcntl(fd, F_SETFL, O_NONBLOCK));
    break;
  case 3: result(ioctl(fd, on ? FIOCLEX : FIONCLEX)); break;
  case 4: result(is_file(fd) ? ioctl(fd, FIONREAD, &on) : 0), note(on); break;
  case 5: result(fcntl(fd, F_GETPIPE_SZ)); break;
  case 6: result(fcntl(fd, F_SETFL, O_NONBLOCK | (on ? O_APPEND : 0))); break;
  case 7: result(fcntl(fd, F_SETOWN, getpid())); break;
  case 8: note(fcntl(fd, F_GETOWN) == getpid()); break;
  case 9: result(fcntl(fd, F_SETSIG, on ? SIGUSR1 : 0)), result(fcntl(fd, F_GETSIG)); break;
  case 10: result(is_file(fd) ? fcntl(fd, F_SETLK, &lock) : 0); break;
  case 11:
    result(is_file(fd) ? fcntl(fd, F_OFD_GETLK, &lock) : 0);
    note(lock.l_type);
    break;
  case 12: result(fcntl(fd, F_GET_SEALS)); break;
  case 13: note(fcntl(fd, F_GETFL) & ~O_LARGEFILE);
  }
}

static void transfer(void) {
  char bytes[64];
  int fd = *any(), other = *any(), ends[2], more[2];
  size_t size = below(sizeof bytes);
  struct iovec part = {bytes, size};
  off_t at = (off_t)below(40);
  int files = is_file(fd) && is_file(other) && fd != other;
  memset(bytes, (int)below(256), sizeof bytes);
  CHECK(!pipe2(ends, O_NONBLOCK) && !pipe2(more, O_NONBLOCK | O_CLOEXEC));
  switch (below(9)) {
  case 0: result(files ? copy_file_range(fd, NULL, other, &at, size, 0) : 0); break;
  case 1: result(vmsplice(ends[1], &part, 1, 0)); break;
  case 2: result(files ? sendfile(fd, other, &at, size) : 0); break;
  case 3: result(is_file(fd) ? pwritev2(fd, &part, 1, at, 0) : 0); break;
  case 4: result(is_file(fd) ? preadv(fd, &part, 1, at) : 0); break;
  case 5: result(is_file(fd) ? fallocate(fd, 0, at, (off_t)size + 1) : 0); break;
  case 6: result(is_file(fd) ? splice(fd, &at, ends[1], NULL, size, 0) : 0); break;
  case 7: result(fdatasync(fd)); break;
  case 8: result(is_file(fd) ? write(fd, bytes, size) : read(fd, bytes, 8));
  }
  result(tee(ends[0], more[1], 99, SPLICE_F_NONBLOCK));
  result(read(more[0], bytes, sizeof bytes));
  result(close(ends[0]) | close(ends[1]) | close(more[0]) | close(more[1]));
  for (size_t i = 0; i < size; ++i)
    note(bytes[i]);
}

static void by_directory(void) {
  char text[64], link[64] = "";
  struct statx all;
  struct stat st;
  int directory = open(".", O_RDONLY | O_DIRECTORY), fd = *any();
  snprintf(text, sizeof text, "%s.d", name());
  switch (below(8)) {
  case 0: result(mkdirat(directory, text, 0700)); break;
  case 1: result(unlinkat(directory, text, AT_REMOVEDIR)); break;
  case 2: result(unlinkat(directory, name(), 0)); break;
  case 3: result(renameat2(directory, name(), directory, name(), 0)); break;
  case 4: result(symlinkat("target", directory, strcat(text, "l"))); break;
  case 5: result(readlinkat(directory, strcat(text, "l"), link, 60)), note(link[0]); break;
  case 6: result(statx(fd, "", AT_EMPTY_PATH, STATX_MODE, &all)); break;
  case 7: result(fd < 0 ? 0 : faccessat(directory, name(), R_OK, 0));
  }
  note(!fstatat(directory, name(), &st, 0) ? st.st_size : -errno);
  if (threads == 1)
    result(fchdir(directory));
  result(close(directory));
}

static void wait_for_all(void) {
  struct pollfd list[SLOTS];
  struct timespec none = {0, 0};
  struct epoll_event event = {EPOLLIN | EPOLLOUT, {.u64 = 5}}, found[SLOTS];
  fd_set set;
  int watcher = epoll_create1(EPOLL_CLOEXEC), highest = 0, n;
  FD_ZERO(&set);
  for (int i = 0; i < SLOTS; ++i) {
    list[i] = (struct pollfd){slots[i], POLLIN, 0};
    if (slots[i] >= 0)
      FD_SET(slots[i], &set);
    highest = slots[i] >= highest ? slots[i] + 1 : highest;
    event.data.u64 = (uint64_t)i;
    result(epoll_ctl(watcher, EPOLL_CTL_ADD, slots[i], &event));
  }
  result(ppoll(list, SLOTS, &none, NULL));
  for (int i = 0; i < SLOTS; ++i)
    note(list[i].revents);
  result(pselect(highest, &set, NULL, NULL, &none, NULL));
  result(epoll_ctl(watcher, EPOLL_CTL_MOD, *any(), &event));
  result(epoll_ctl(watcher, EPOLL_CTL_DEL, *any(), NULL));
  result(n = epoll_pwait(watcher, found, SLOTS, 0, NULL));
  uint64_t all = 0; // in any order
  for (int i = 0; i < n; ++i)
    all += found[i].events * (found[i].data.u64 + 7);
  note((int64_t)all);
  result(close(watcher));
}

static void send_some(void) {
  int ends[2], count = 1 + (int)below(3), fds[3];
  char byte = 1, room[CMSG_SPACE(sizeof fds)];
  struct iovec part = {&byte, 1};
  struct mmsghdr m = {.msg_hdr = {.msg_iov = &part, .msg_iovlen = 1,
    .msg_control = room, .msg_controllen = CMSG_SPACE((size_t)count * sizeof(int))}};
  CHECK(!socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, ends));
  *CMSG_FIRSTHDR(&m.msg_hdr) = (struct cmsghdr){
      CMSG_LEN((size_t)count * sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
  for (int i = 0; i < count; ++i)
    fds[i] = *any();
  memcpy(CMSG_DATA(CMSG_FIRSTHDR(&m.msg_hdr)), fds, (size_t)count * sizeof(int));
  int sent = sendmmsg(ends[0], &m, 1, 0);
  result(sent);
  if (sent == 1) {
    result(recvmmsg(ends[1], &m, 1, MSG_CMSG_CLOEXEC, NULL));
    note((int64_t)m.msg_hdr.msg_controllen);
    memcpy(fds, CMSG_DATA(CMSG_FIRSTHDR(&m.msg_hdr)), (size_t)count * sizeof(int));
    for (int i = 0; i < count; ++i)
      keep(fds[i]);
  }
  result(close(ends[0]) | close(ends[1]));
}

static void connect_one(void) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  socklen_t size = sizeof address;
  int listener = socket(AF_UNIX, SOCK_STREAM, 0), type = 0;
  int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  result(bind(listener, (void *)&address, sizeof(sa_family_t)) | listen(listener, 1));
  CHECK(!getsockname(listener, (void *)&address, &size));
  result(connect(client, (void *)&address, size));
  int server = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
  got(server), result(send(client, "abc", 3, 0)), result(recv(server, &type, 3, 0));
  note(type), size = sizeof type;
  result(getsockopt(server, SOL_SOCKET, SO_TYPE, &type, &size)), note(type);
  result(shutdown(client, SHUT_WR)), result(recv(server, &type, 3, 0));
  result(close(listener) | close(client) | close(server));
}

static void by_name(void) {
  static const char *const forms[] = {"/proc/self/fd/%d", "/dev/fd/%d",
                                      "/proc/thread-self/fd/%d"};
  char text[64], target[300] = "";
  struct stat a, b;
  int fd = *any();
  snprintf(text, sizeof text, forms[below(3)], fd);
  note(!fstat(fd, &a) && !stat(text, &b) && a.st_mode == b.st_mode);
  note(readlink(text, target, sizeof target - 1) > 0);
  if (is_file(fd))
    result(access(text, R_OK)), keep(open(text, O_RDONLY));
  if (threads > 1)
    return;
  int count = 0, good = 0;
  DIR *list = opendir("/proc/self/fd");
  for (struct dirent *one; (one = readdir(list));)
    if (one->d_name[0] != '.')
      ++count, good += fcntl(atoi(one->d_name), F_GETFD) >= 0;
  note(count == good), note(count), closedir(list);
}

static void close_some(void) {
  int first = fixed(), last = first + (int)below(4);
  if (last >= FIXED + (self + 1) * GIVEN)
    last = first;
  int flags = below(3) ? 0 : CLOSE_RANGE_CLOEXEC;
  result(syscall(SYS_close_range, first, last, flags));
  if (!flags)
    forget(first, last);
}

static void by_pidfd(void) {
  int own = (int)syscall(SYS_pidfd_open, getpid(), 0);
  keep((int)syscall(SYS_pidfd_getfd, own, *any(), 0));
  result(close(own));
}

// In the child: what was passed on is what the program says.
static int look(char **argv) {
  uint64_t seen = 7;
  for (char **one = argv; *one; ++one) {
    struct stat st;
    int open = !fstat(atoi(*one), &st);
    seen = seen * 31 + (open ? (st.st_mode & S_IFMT) >> 12 : 99);
  }
  return (int)(seen % 251);
}

static void start_child(void) {
  char texts[SLOTS][12], *argv[SLOTS + 3] = {program, "look"};
  int status = -1, run = below(3) == 0, *first = any(), fd = *any();
  for (int i = 0; i < SLOTS; ++i)
    snprintf(argv[i + 2] = texts[i], sizeof *texts, "%d", slots[i]);
  argv[SLOTS + 2] = NULL;
  pid_t child = below(2) ? fork() : vfork();
  if (!child && run) {
    execv("/nonexistent", argv);
    execv(program, argv);
    _exit(255);
  }
  if (!child) {
    int free = dup(fd);
    _exit((close(*first) < 0) + 2 * (free >= 0) + 4 * (fcntl(*first, F_GETFD) < 0));
  }
  CHECK(child > 0 && waitpid(child, &status, 0) == child);
  note(status);
}

static void *work(void *arguments) {
  static void (*const what[])(void) = {
      open_one, open_one, make_object, copy, copy, control, control, transfer,
      transfer, by_directory, wait_for_all, send_some, connect_one, by_name,
      close_some, by_pidfd};
  uint64_t *mine = arguments; // number, seed, count; the sum comes back
  self = (int)mine[0];
  state = mine[1] * 2 + 1 + mine[0] * 1000;
  memset(slots, -1, sizeof slots);
  for (uint64_t i = 0; i < mine[2]; ++i) {
    if (below(12) == 0)
      drop(any());
    // What other threads have under way at a fork is anybody's guess.
    if (below(100) == 0 && threads == 1)
      start_child();
    what[below(sizeof what / sizeof *what)]();
    if (threads == 1 && i % 128 == 127)
      printf("%d %016llx\n", (int)i, (unsigned long long)sum);
  }
  mine[3] = sum;
  return NULL;
}

int main(int argc, char **argv) {
  uint64_t all[MOST][4];
  pthread_t others[MOST];
  if (argc > 1 && !strcmp(argv[1], "look"))
    return look(argv + 2);
  CHECK(argc >= 3 && signal(SIGPIPE, SIG_IGN) != SIG_ERR);
  program = realpath("/proc/self/exe", NULL);
  threads = argc > 3 ? atoi(argv[3]) : 1;
  for (int i = 0; i < threads; ++i) {
    memcpy(all[i], (uint64_t[]){(uint64_t)i, strtoull(argv[1], NULL, 0),
                                strtoull(argv[2], NULL, 0)}, 24);
    if (threads > 1)
      CHECK(!pthread_create(&others[i], NULL, work, all[i]));
  }
  if (threads == 1)
    work(all[0]);
  for (int i = 0; i < threads; ++i) {
    CHECK(threads == 1 || !pthread_join(others[i], NULL));
    printf("thread %d: %016llx\n", i, (unsigned long long)all[i][3]);
  }
}
