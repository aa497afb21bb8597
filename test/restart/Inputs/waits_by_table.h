/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* For waits_by_table.c: what is done before the child exists, what the child
   does to end the wait, and the wait, which takes effect once. */
#include "ckpt_test.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>

static int listener = -1, ends[2], id = -1, filled;
static struct sockaddr_un local = {AF_UNIX, ""};
static struct sockaddr_in address = {.sin_family = AF_INET};
static socklen_t local_size = sizeof(sa_family_t);
static mqd_t queue;
static char buffer[4096];
struct message {
  long type;
  char text[8];
} message = {1, "x"};

static void set_limits(int fd) {
  struct timeval limit = {100, 0};
  CHECK(!setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit));
  CHECK(!setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit));
}

static void nothing(void) {}

static void listen_locally(void) {
  listener = socket(AF_UNIX, SOCK_STREAM, 0);
  CHECK(!bind(listener, (struct sockaddr *)&local, local_size));
  local_size = sizeof local;
  getsockname(listener, (struct sockaddr *)&local, &local_size);
  CHECK(!listen(listener, 0));
  set_limits(listener);
}
static void connect_once(void) {
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  CHECK(!connect(fd, (struct sockaddr *)&local, local_size));
}
static int wait_accept(pid_t child) {
  (void)child;
  return accept(listener, 0, 0) >= 0;
}

/* The second connection waits for the first to be accepted.  Only the child
   has made it when strace looks at the parent's first connect. */
static void fill_locally(void) {
  listen_locally();
  pid_t other = fork();
  if (!other)
    connect_once(), _exit(0);
  CHECK(waitpid(other, 0, 0) == other);
}
static void accept_all(void) {
  for (int i = 0; i < 2; ++i)
    CHECK(accept(listener, 0, 0) >= 0);
}
static int wait_connect(pid_t child) {
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  (void)child;
  set_limits(fd);
  return !connect(fd, (struct sockaddr *)&local, local_size);
}

/* A connection that TCP completes at its first repetition, a second later. */
static void fill_tcp(void) {
  socklen_t size = sizeof address;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  listener = socket(AF_INET, SOCK_STREAM, 0);
  CHECK(!bind(listener, (struct sockaddr *)&address, sizeof address));
  CHECK(!getsockname(listener, (struct sockaddr *)&address, &size));
  CHECK(!listen(listener, 0));
  pid_t other = fork();
  if (!other) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(!connect(fd, (struct sockaddr *)&address, sizeof address));
    _exit(0);
  }
  CHECK(waitpid(other, 0, 0) == other);
}
static int wait_tcp(pid_t child) {
  int fd = socket(AF_INET, SOCK_STREAM, 0), error = 1;
  socklen_t size = sizeof error;
  (void)child;
  set_limits(fd);
  return !connect(fd, (struct sockaddr *)&address, sizeof address) &&
         !getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) && !error;
}

static void make_pair(void) {
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
  set_limits(ends[0]);
}
static void send_one(void) { CHECK(write(ends[1], "x", 1) == 1); }
static int wait_recv(pid_t child) {
  (void)child;
  return recv(ends[0], buffer, 2, 0) == 1 && buffer[0] == 'x';
}
static int wait_read(pid_t child) {
  (void)child;
  return read(ends[0], buffer, 2) == 1 && buffer[0] == 'x';
}
static void make_full_pair(void) {
  make_pair();
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  struct iovec room = {buffer, sizeof buffer};
  while (syscall(SYS_writev, ends[0], &room, 1) > 0)
    filled += (int)sizeof buffer;
  fcntl(ends[0], F_SETFL, 0);
}
static void drain(void) {
  for (int got = 0; got < filled + 1;)
    got += (int)read(ends[1], buffer, 1);
  CHECK(buffer[0] == 'y' && recv(ends[1], buffer, 1, MSG_DONTWAIT) == -1);
}
static int wait_send(pid_t child) {
  (void)child;
  return send(ends[0], "y", 1, 0) == 1;
}
static int wait_write(pid_t child) {
  (void)child;
  return write(ends[0], "y", 1) == 1;
}

static void make_messages(void) {
  id = msgget(IPC_PRIVATE, 0600);
  CHECK(id >= 0);
}
static void send_message(void) { CHECK(!msgsnd(id, &message, 8, 0)); }
static int wait_msgrcv(pid_t child) {
  (void)child;
  return msgrcv(id, &message, 8, 0, 0) == 8 &&
         msgrcv(id, &message, 8, 0, IPC_NOWAIT) == -1;
}
static void fill_messages(void) {
  struct msqid_ds limits;
  make_messages();
  CHECK(!msgctl(id, IPC_STAT, &limits));
  limits.msg_qbytes = 8;
  CHECK(!msgctl(id, IPC_SET, &limits));
  pid_t other = fork();
  if (!other)
    send_message(), _exit(0);
  CHECK(waitpid(other, 0, 0) == other);
}
static void take_messages(void) {
  CHECK(msgrcv(id, &message, 8, 0, 0) == 8);
  CHECK(msgrcv(id, &message, 8, 0, 0) == 8);
  poll(0, 0, 20);
  CHECK(msgrcv(id, &message, 8, 0, IPC_NOWAIT) == -1);
}
static int wait_msgsnd(pid_t child) {
  (void)child;
  return !msgsnd(id, &message, 8, 0);
}

static void make_semaphore(void) { id = semget(IPC_PRIVATE, 1, 0600); }
static void add_two(void) {
  struct sembuf more = {0, 2, 0};
  CHECK(!semop(id, &more, 1));
}
static int wait_semop(pid_t child) {
  struct sembuf less = {0, -1, 0};
  (void)child;
  return !semop(id, &less, 1) && semctl(id, 0, GETVAL) == 1;
}

static void make_queue(void) {
  struct mq_attr size = {.mq_maxmsg = 1, .mq_msgsize = 8};
  char name[32];
  snprintf(name, sizeof name, "/ckpt_test_%d", getpid());
  queue = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &size);
  CHECK(queue != (mqd_t)-1 && !mq_unlink(name));
}
static void mq_send_one(void) { CHECK(!mq_send(queue, "x", 1, 0)); }
static int wait_mq_receive(pid_t child) {
  struct timespec at = {time(0) + 100, 0};
  (void)child;
  return mq_timedreceive(queue, buffer, 8, 0, &at) == 1;
}
static void fill_queue(void) {
  make_queue();
  pid_t other = fork();
  if (!other)
    mq_send_one(), _exit(0);
  CHECK(waitpid(other, 0, 0) == other);
}
static void mq_take_two(void) {
  CHECK(mq_receive(queue, buffer, 8, 0) == 1);
  CHECK(mq_receive(queue, buffer, 8, 0) == 1);
}
static int wait_mq_send(pid_t child) {
  struct timespec at = {time(0) + 100, 0};
  (void)child;
  return !mq_timedsend(queue, "y", 1, 0, &at);
}

static int wait_child(pid_t child) { return wait4(child, 0, 0, 0) == child; }
static int wait_id(pid_t child) {
  siginfo_t info;
  return !waitid(P_PID, (id_t)child, &info, WEXITED) && info.si_pid == child;
}

/* Another child holds the lock until the one that ends the wait kills it. */
static pid_t holder;
static void hold(int record) {
  char byte;
  CHECK(!pipe(ends));
  holder = fork();
  if (!holder) {
    int file = open("lock", O_RDWR | O_CREAT, 0600);
    CHECK(!(record ? lockf(file, F_LOCK, 0) : flock(file, LOCK_EX)));
    CHECK(write(ends[1], "x", 1) == 1);
    pause();
  }
  CHECK(read(ends[0], &byte, 1) == 1);
  close(ends[0]), close(ends[1]);
}
static void hold_flock(void) { hold(0); }
static void hold_record(void) { hold(1); }
static void end_holder(void) { kill(holder, SIGKILL); }
static int wait_flock(pid_t child) {
  (void)child;
  return !flock(open("lock", O_RDWR), LOCK_EX) && wait_child(holder);
}
static int wait_record(pid_t child) {
  (void)child;
  return !lockf(open("lock", O_RDWR), F_LOCK, 0) && wait_child(holder);
}

static struct timespec soon(int clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  now.tv_nsec += 100 * 1000000;
  now.tv_sec += now.tv_nsec / 1000000000, now.tv_nsec %= 1000000000;
  return now;
}
static sem_t never;
static int wait_sem(pid_t child) {
  struct timespec at = soon(CLOCK_REALTIME);
  (void)child;
  return sem_timedwait(&never, &at) == -1 && errno == ETIMEDOUT;
}
static int wait_clock(pid_t child) {
  struct timespec at = soon(CLOCK_MONOTONIC);
  (void)child;
  return sem_clockwait(&never, CLOCK_MONOTONIC, &at) == -1 &&
         errno == ETIMEDOUT;
}
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static int wait_cond(pid_t child) {
  struct timespec at = soon(CLOCK_REALTIME);
  (void)child;
  pthread_mutex_lock(&mutex);
  return pthread_cond_timedwait(&condition, &mutex, &at) == ETIMEDOUT;
}
static unsigned long context;
static void make_context(void) { CHECK(!syscall(SYS_io_setup, 1, &context)); }
static int wait_getevents(pid_t child) {
  struct timespec limit = {0, 50 * 1000000};
  (void)child;
  return syscall(SYS_io_getevents, context, 1, 1, buffer, &limit) == 0;
}

static void clean_up(void) {
  msgctl(id, IPC_RMID, 0);
  semctl(id, 0, IPC_RMID);
}

static const struct wait {
  const char *name;
  void (*prepare)(void);
  void (*release)(void);
  int (*wait)(pid_t child);
} waits[] = {
    {"accept", listen_locally, connect_once, wait_accept},
    {"connect", fill_locally, accept_all, wait_connect},
    {"tcp", fill_tcp, accept_all, wait_tcp},
    {"recv", make_pair, send_one, wait_recv},
    {"read", make_pair, send_one, wait_read},
    {"send", make_full_pair, drain, wait_send},
    {"write", make_full_pair, drain, wait_write},
    {"msgrcv", make_messages, send_message, wait_msgrcv},
    {"msgsnd", fill_messages, take_messages, wait_msgsnd},
    {"semop", make_semaphore, add_two, wait_semop},
    {"mq_receive", make_queue, mq_send_one, wait_mq_receive},
    {"mq_send", fill_queue, mq_take_two, wait_mq_send},
    {"wait", nothing, nothing, wait_child},
    {"waitid", nothing, nothing, wait_id},
    {"flock", hold_flock, end_holder, wait_flock},
    {"lock", hold_record, end_holder, wait_record},
    {"sem", nothing, nothing, wait_sem},
    {"clock", nothing, nothing, wait_clock},
    {"cond", nothing, nothing, wait_cond},
    {"getevents", make_context, nothing, wait_getevents},
    {0, 0, 0, 0},
};
