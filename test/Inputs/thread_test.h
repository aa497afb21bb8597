/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the tests of programs with several threads have in common. */
#pragma once
#include "ckpt_test.h"
#include <dirent.h>
#include <pthread.h>
#include <time.h>

/* A checkpoint in the calling thread, at SIGTSTP with a restart. */
static inline void checkpoint_here(void) {
  pid_t before = getpid();
  if (request_signal())
    CHECK(!raise(request_signal()));
  CHECK(request_signal() != SIGTSTP || getpid() != before);
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

/* Now, or so many milliseconds later. */
static inline struct timespec in_ms(clockid_t clock, long ms) {
  struct timespec t;
  CHECK(!clock_gettime(clock, &t));
  t.tv_nsec += ms * 1000000;
  t.tv_sec += t.tv_nsec / 1000000000;
  t.tv_nsec %= 1000000000;
  return t;
}
