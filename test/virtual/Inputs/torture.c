// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// torture SEED COUNT: random operations on descriptors.  What it prints does not
// depend on their numbers, so runs with virtual ones and with real ones agree.
#include "ckpt_test.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>

enum { SLOTS = 24, FIRST_GIVEN = 200, GIVEN = 40 };
static int slots[SLOTS]; // descriptors, -1: none
static uint64_t state, sum;

static unsigned random_below(unsigned n) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (unsigned)(state >> 33) % n;
}

static void note(int64_t what) { sum = (sum ^ (uint64_t)what) * 1099511628211u; }
// A descriptor that somebody got: where it is does not count, that it is does.
static int got(int fd) {
  note(fd < 0 ? -errno : 1);
  return fd;
}
static void result(int64_t value) { note(value < 0 ? -errno : value); }

static int *any(void) { return &slots[random_below(SLOTS)]; }
static void drop(int *slot) {
  if (*slot >= 0)
    result(close(*slot));
  *slot = -1;
}
static int number_of(void) { return FIRST_GIVEN + (int)random_below(GIVEN); }

static const char *file_name(void) {
  static char name[16];
  snprintf(name, sizeof name, "f%u", random_below(5));
  return name;
}

static void open_one(void) {
  int *slot = any();
  drop(slot);
  int flags = (const int[]){O_RDONLY, O_RDWR | O_CREAT, O_RDWR | O_CREAT | O_APPEND,
                            O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC}[random_below(4)];
  int by_directory = (int)random_below(2);
  int directory = by_directory ? open(".", O_RDONLY | O_DIRECTORY) : AT_FDCWD;
  *slot = got(openat(directory, file_name(), flags, 0600));
  if (by_directory)
    result(close(directory));
}

static void pair(void) {
  int ends[2], *a = any(), *b = any();
  if (a == b)
    return;
  drop(a);
  drop(b);
  int kind = (int)random_below(3);
  // Of sockets an error that waits (their peer was closed) is lost at a restart.
  if (kind == 2)
    ends[1] = got(dup(ends[0] = got(eventfd(3, EFD_NONBLOCK))));
  else
    result(kind ? pipe2(ends, O_NONBLOCK | O_CLOEXEC) : pipe(ends));
  if (kind == 0)
    fcntl(ends[0], F_SETFL, O_NONBLOCK), fcntl(ends[1], F_SETFL, O_NONBLOCK);
  *a = ends[0];
  *b = ends[1];
}

static void copy(void) {
  int *from = any(), *to = any(), fd;
  if (from == to)
    return;
  int kind = (int)random_below(5);
  if (kind > 2) {
    int number = number_of();
    for (int i = 0; i < SLOTS; ++i)
      if (slots[i] == number && from != &slots[i])
        slots[i] = -1; // replaced
    fd = kind == 3 ? dup2(*from, number) : dup3(*from, number, O_CLOEXEC);
    note(fd == number);
    if (*from == number)
      return;
  } else {
    fd = kind == 0   ? dup(*from)
         : kind == 1 ? fcntl(*from, F_DUPFD, 0)
                     : fcntl(*from, F_DUPFD_CLOEXEC, 20);
  }
  got(fd);
  if (fd < 0)
    return;
  drop(to);
  *to = fd;
}

static void transfer(void) {
  char bytes[96];
  int fd = *any(), other = *any();
  size_t size = random_below(sizeof bytes);
  memset(bytes, (int)random_below(256), sizeof bytes);
  struct iovec parts[2] = {{bytes, size / 2}, {bytes + 48, size / 2}};
  struct stat st, st2;
  int regular = !fstat(fd, &st) && S_ISREG(st.st_mode);
  switch (random_below(8)) {
  case 0: result(write(fd, bytes, size)); break;
  case 1: result(read(fd, bytes, size)); break;
  case 2: result(writev(fd, parts, 2)); break;
  case 3: result(pread(fd, bytes, size, random_below(50))); break;
  case 4: result(lseek(fd, random_below(200), SEEK_SET)); break;
  case 5: result(regular ? ftruncate(fd, random_below(300)) : 0); break;
  case 6: result(regular && !fstat(other, &st2) && S_ISREG(st2.st_mode) && fd != other
                     ? sendfile(fd, other, NULL, size) : 0); break;
  case 7: result(fd < 0 ? 0 : splice(fd, NULL, other, NULL, size, SPLICE_F_NONBLOCK));
  }
  for (size_t i = 0; i < size; ++i)
    note(bytes[i]);
}

static void ask(void) {
  int fd = *any();
  char name[32], target[256] = "";
  struct stat a, b;
  snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  result(fcntl(fd, F_GETFD));
  result(fcntl(fd, F_GETFL));
  int known = !fstat(fd, &a), seen = !stat(name, &b);
  note(known && seen && a.st_mode == b.st_mode); // a new pipe has another inode
  if (known && S_ISREG(a.st_mode)) {
    note(readlink(name, target, sizeof target - 1) > 0);
    note(*strrchr(target, '/') == '/' ? strrchr(target, '/')[2] : 0);
    note(a.st_size);
    void *at = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
    note(at != MAP_FAILED && a.st_size ? *(char *)at : -1);
    if (at != MAP_FAILED)
      munmap(at, 4096);
  }
}

static void look_at_all(void) {
  struct pollfd list[SLOTS];
  fd_set set;
  struct timeval none = {0, 0};
  FD_ZERO(&set);
  for (int i = 0; i < SLOTS; ++i) {
    list[i] = (struct pollfd){slots[i], POLLIN | POLLOUT, 0};
    if (slots[i] >= 0)
      FD_SET(slots[i], &set);
  }
  result(poll(list, SLOTS, 0));
  for (int i = 0; i < SLOTS; ++i)
    note(list[i].revents);
  result(select(FIRST_GIVEN + GIVEN, &set, NULL, NULL, &none));
  for (int i = 0; i < SLOTS; ++i)
    note(slots[i] >= 0 && FD_ISSET(slots[i], &set));
}

static void watch(void) {
  int set = epoll_create1(0), fd = *any();
  struct epoll_event event = {EPOLLIN | EPOLLOUT, {.u64 = 77}}, found = {0};
  result(epoll_ctl(set, EPOLL_CTL_ADD, fd, &event));
  result(epoll_wait(set, &found, 1, 0));
  note(found.events);
  note((int64_t)found.data.u64);
  result(close(set));
}

static void send_one(void) {
  int ends[2], *to = any(), fd = *any(), there;
  char byte = 1, room[CMSG_SPACE(sizeof(int))];
  struct iovec part = {&byte, 1};
  struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = room,
                     .msg_controllen = sizeof room};
  CHECK(!socketpair(AF_UNIX, SOCK_DGRAM, 0, ends));
  *CMSG_FIRSTHDR(&m) =
      (struct cmsghdr){CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
  memcpy(CMSG_DATA(CMSG_FIRSTHDR(&m)), &fd, sizeof fd);
  ssize_t sent = sendmsg(ends[0], &m, 0);
  result(sent);
  if (sent == 1) {
    CHECK(recvmsg(ends[1], &m, MSG_CMSG_CLOEXEC) == 1);
    memcpy(&there, CMSG_DATA(CMSG_FIRSTHDR(&m)), sizeof there);
    drop(to);
    *to = got(there);
  }
  close(ends[0]);
  close(ends[1]);
}

int main(int argc, char **argv) {
  static void (*const what[])(void) = {open_one, open_one, pair, copy, copy, transfer,
                                       transfer, transfer, ask, look_at_all,
                                       watch, send_one};
  CHECK(argc == 3 && signal(SIGPIPE, SIG_IGN) != SIG_ERR);
  state = strtoull(argv[1], NULL, 0) * 2 + 1;
  int count = atoi(argv[2]);
  memset(slots, -1, sizeof slots);
  for (int i = 0; i < count; ++i) {
    if (random_below(10) == 0)
      drop(any());
    what[random_below(sizeof what / sizeof *what)]();
    if (i % 256 == 255)
      printf("%d %016llx\n", i, (unsigned long long)sum);
  }
}
