/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* waits: each kind of wait is under way at the checkpoint, in a thread of its
   own.  Kept: it ends neither with an error nor early nor a second late.  Time is
   that of CLOCK_MONOTONIC, which stands still while the program does not exist. */
#define _GNU_SOURCE
#include "peers.h"
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/select.h>
#include <sys/timerfd.h>
#include <time.h>

enum { SECONDS = 3 };
static sem_t never;
static int queue, timer;
static pthread_barrier_t all;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int do_sleep(void) { return (int)sleep(SECONDS); }
static int do_usleep(void) { return usleep(SECONDS * 1000000); }
static int do_nanosleep(void) {
  return nanosleep(&(struct timespec){SECONDS, 0}, 0);
}
static int do_poll(void) { return poll(0, 0, SECONDS * 1000); }
static int do_select(void) {
  return select(0, 0, 0, 0, &(struct timeval){SECONDS, 0});
}
static int do_epoll(void) {
  struct epoll_event event;
  return epoll_wait(epoll_create1(0), &event, 1, SECONDS * 1000);
}
static int do_semaphore(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  t.tv_sec += SECONDS;
  return sem_timedwait(&never, &t) && errno == ETIMEDOUT ? 0 : -1;
}
static int do_signal(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGRTMIN + 3);
  return sigtimedwait(&set, 0, &(struct timespec){SECONDS, 0}) == -1 &&
                 errno == EAGAIN
             ? 0
             : -1;
}
static int do_timerfd(void) {
  unsigned long expired = 0;
  struct itimerspec in = {{0, 0}, {SECONDS, 0}};
  return !timerfd_settime(timer, 0, &in, 0) && read(timer, &expired, sizeof expired) == sizeof expired &&
                 expired == 1
             ? 0
             : -1;
}
static int do_message(void) {
  struct {
    long type;
    char text[8];
  } message;
  return msgrcv(queue, &message, sizeof message.text, 0, 0) == 1 ? 0 : -1;
}

static struct wait {
  const char *name;
  int (*call)(void);
  int result, error;
  double took;
} waits[] = {{"sleep", do_sleep, 0, 0, 0},
             {"usleep", do_usleep, 0, 0, 0},
             {"nanosleep", do_nanosleep, 0, 0, 0},
             {"poll", do_poll, 0, 0, 0},
             {"select", do_select, 0, 0, 0},
             {"epoll_wait", do_epoll, 0, 0, 0},
             {"sem_timedwait", do_semaphore, 0, 0, 0},
             {"sigtimedwait", do_signal, 0, 0, 0},
             {"read of a timerfd", do_timerfd, 0, 0, 0},
             {"msgrcv", do_message, 0, 0, 0}};
enum { COUNT = sizeof waits / sizeof *waits };

static void *run(void *argument) {
  struct wait *wait = argument;
  pthread_barrier_wait(&all);
  double begin = now();
  errno = 0;
  wait->result = wait->call();
  wait->error = errno;
  wait->took = now() - begin;
  return 0;
}

int main(void) {
  pthread_t threads[COUNT];
  queue = msgget(IPC_PRIVATE, 0600);
  timer = timerfd_create(CLOCK_MONOTONIC, 0);
  sem_init(&never, 0, 0);
  pthread_barrier_init(&all, 0, COUNT + 1);
  for (int i = 0; i < COUNT; ++i)
    pthread_create(&threads[i], 0, run, &waits[i]);
  pthread_barrier_wait(&all);
  double begin = now();
  usleep(300000); /* until all of them wait */
  checkpoint_here();
  while (now() - begin < SECONDS)
    usleep(1000);
  struct {
    long type;
    char text[8];
  } message = {1, "x"};
  msgsnd(queue, &message, 1, 0);
  for (int i = 0; i < COUNT; ++i) {
    pthread_join(threads[i], 0);
    int good = !waits[i].result && waits[i].took > SECONDS - 0.01 &&
               waits[i].took < SECONDS + 1;
    say(waits[i].name, good);
    if (!good)
      fprintf(stderr, "%s: %d after %.3f s, %s\n", waits[i].name,
              waits[i].result, waits[i].took, strerror(waits[i].error));
  }
  msgctl(queue, IPC_RMID, 0);
}
