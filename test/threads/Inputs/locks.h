/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the tests of locks have in common. */
#pragma once
#include "ckpt_test.h"
#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>

/* A checkpoint in the calling thread, at SIGTSTP with a restart. */
static inline void checkpoint_here(void) {
  pid_t before = getpid();
  if (request_signal())
    CHECK(!raise(request_signal()));
  CHECK(request_signal() != SIGTSTP || getpid() != before);
}

/* A mutex of a kind such as "PI,robust,recursive". */
static inline void make_mutex(pthread_mutex_t *mutex, const char *kind) {
  pthread_mutexattr_t a;
  CHECK(!pthread_mutexattr_init(&a));
  int type = strstr(kind, "recursive")    ? PTHREAD_MUTEX_RECURSIVE
             : strstr(kind, "errorcheck") ? PTHREAD_MUTEX_ERRORCHECK
             : strstr(kind, "adaptive")   ? PTHREAD_MUTEX_ADAPTIVE_NP
                                          : PTHREAD_MUTEX_NORMAL;
  CHECK(!pthread_mutexattr_settype(&a, type));
  if (strstr(kind, "PI"))
    CHECK(!pthread_mutexattr_setprotocol(&a, PTHREAD_PRIO_INHERIT));
  if (strstr(kind, "robust"))
    CHECK(!pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST));
  CHECK(!pthread_mutex_init(mutex, &a));
}

/* A thread that runs `function` until it ends or waits. */
struct waiter {
  void (*function)(void);
  _Atomic int begun, ended;
  pthread_t thread;
};

static inline void *begin_waiter(void *at) {
  struct waiter *waiter = at;
  waiter->begun = 1;
  waiter->function();
  waiter->ended = 1;
  return at;
}

static inline int is_asleep(const char *task) {
  char path[300], text[512] = "";
  snprintf(path, sizeof path, "/proc/self/task/%s/stat", task);
  FILE *file = fopen(path, "r");
  if (!file)
    return 0;
  text[fread(text, 1, sizeof text - 1, file)] = 0;
  fclose(file);
  char *name_end = strrchr(text, ')');
  return name_end && name_end[2] == 'S';
}

/* All other threads are asleep: nothing announces that, so /proc is looked
   at. */
static inline void until_asleep(void) {
  for (int awake = 1; awake; usleep(1000)) {
    struct dirent *entry;
    DIR *tasks = opendir("/proc/self/task");
    CHECK(tasks);
    for (awake = 0; (entry = readdir(tasks));)
      awake |= entry->d_name[0] != '.' && atoi(entry->d_name) != gettid() &&
               !is_asleep(entry->d_name);
    closedir(tasks);
  }
}

static inline void start(struct waiter *waiter, void (*function)(void)) {
  *waiter = (struct waiter){.function = function};
  CHECK(!pthread_create(&waiter->thread, 0, begin_waiter, waiter));
}

static inline void start_asleep(struct waiter *waiter, void (*function)(void)) {
  start(waiter, function);
  while (!waiter->begun)
    sched_yield();
  until_asleep();
  CHECK(!waiter->ended);
}

static inline void join(struct waiter *waiter) {
  void *result;
  CHECK(!pthread_join(waiter->thread, &result) && result == waiter);
}

/* Runs it in a new thread. */
static inline void in_thread(void (*function)(void)) {
  struct waiter waiter;
  start(&waiter, function);
  join(&waiter);
}

/* Now, or so many milliseconds later. */
static inline struct timespec in_ms(clockid_t clock, long ms) {
  struct timespec t;
  CHECK(!clock_gettime(clock, &t));
  t.tv_nsec += ms * 1000000;
  t.tv_sec += t.tv_nsec / 1000000000;
  t.tv_nsec %= 1000000000;
  return t;
}
