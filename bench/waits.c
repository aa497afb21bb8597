/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* waits NAME COUNT: what threads do all the time. */
#define _GNU_SOURCE
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

static void lock(long count) {
  for (long i = 0; i < count; ++i) {
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
  }
}

static void signal_condition(long count) {
  for (long i = 0; i < count; ++i)
    pthread_cond_signal(&changed);
}

static void wait_condition(long count) {
  struct timespec past = {0, 0};
  pthread_mutex_lock(&mutex);
  for (long i = 0; i < count; ++i)
    pthread_cond_timedwait(&changed, &mutex, &past);
  pthread_mutex_unlock(&mutex);
}

static void *nothing(void *argument) { return argument; }

static void create_join(long count) {
  for (long i = 0; i < count; ++i) {
    pthread_t thread;
    if (pthread_create(&thread, 0, nothing, 0) || pthread_join(thread, 0))
      abort();
  }
}

static void sleep_loop(long count) {
  struct timespec none = {0, 0};
  for (long i = 0; i < count; ++i)
    nanosleep(&none, 0);
}

static void poll_loop(long count) {
  for (long i = 0; i < count; ++i)
    poll(0, 0, 0);
}

int main(int argc, char **argv) {
  static const struct {
    const char *name;
    void (*run)(long);
  } loops[] = {{"lock", lock},
               {"cond_signal", signal_condition},
               {"cond_timedwait", wait_condition},
               {"create_join", create_join},
               {"nanosleep", sleep_loop},
               {"poll", poll_loop}};
  for (size_t i = 0; argc == 3 && i < sizeof loops / sizeof *loops; ++i)
    if (!strcmp(argv[1], loops[i].name)) {
      loops[i].run(atol(argv[2]));
      return 0;
    }
  return 2;
}
