/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Everything at once: each part has threads of its own, and all run until each
 * has done its rounds.  argv[1]: rounds. */
#include "stress.h"

struct Run {
  const char *name;
  Part *part;
  int rounds; /* for each of argv[1] */
  pthread_t thread;
  uint64_t result;
};

static struct Run runs[] = {
    {"locks", locks_part, 40, 0, 0},
    {"robust", robust_part, 8, 0, 0},
    {"turns", turns_part, 40, 0, 0},
    {"creation", creation_part, 12, 0, 0},
    {"cancel", cancel_part, 4, 0, 0},
    {"sleep", sleep_part, 4, 0, 0},
    {"poll", poll_part, 2, 0, 0},
    {"signal", signal_part, 30, 0, 0},
    {"timer", timer_part, 3, 0, 0},
    {"semaphore", semaphore_part, 30, 0, 0},
    {"numbers", numbers_part, 40, 0, 0},
    {"kernel", kernel_part, 20, 0, 0},
    {"pipe", pipe_part, 400, 0, 0},
    {"stream", stream_part, 400, 0, 0},
    {"message", message_part, 3000, 0, 0},
    {"event", event_part, 60, 0, 0},
    {"shared", shared_part, 90000, 0, 0},
    {"memfd", memfd_part, 120, 0, 0},
    {"memory", memory_part, 200, 0, 0},
    {"break", break_part, 800, 0, 0},
    {"log", log_part, 200, 0, 0},
    {"scratch", scratch_part, 2500, 0, 0},
    {"directory", directory_part, 30, 0, 0},
    {"lock", lock_part, 1000, 0, 0},
};
enum { kRuns = sizeof runs / sizeof *runs };

static int scale = 1;

static void *start(void *argument) {
  struct Run *run = argument;
  run->result = run->part(run->rounds * scale);
  return run;
}

int main(int count, char **words) {
  const char *only = count > 2 ? words[2] : 0;
  sigset_t timers; /* they would interrupt other parts' waits */
  if (count > 1)
    scale = atoi(words[1]);
  sigemptyset(&timers);
  sigaddset(&timers, SIGALRM);
  sigaddset(&timers, SIGRTMIN + 4);
  OK(pthread_sigmask(SIG_BLOCK, &timers, 0));
  for (int i = 0; i < kRuns; ++i)
    if (!only || !strcmp(only, runs[i].name))
      OK(pthread_create(&runs[i].thread, 0, start, &runs[i]));
  for (int i = 0; i < kRuns; ++i) {
    void *ended;
    if (only && strcmp(only, runs[i].name))
      continue;
    OK(pthread_join(runs[i].thread, &ended));
    CHECK(ended == &runs[i]);
    printf("%s %016llx\n", runs[i].name, (unsigned long long)runs[i].result);
  }
}

#include "descriptors.c"
#include "files.c"
#include "locks.c"
#include "mappings.c"
#include "signals.c"
#include "tasks.c"
#include "waits.c"
