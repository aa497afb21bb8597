/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* threads COUNT: so many threads wait or compute; five checkpoints, and the
   median of the time that the program did not run, in seconds. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static volatile int over;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;

static void *wait_or_compute(void *number) {
  volatile unsigned long x = 1;
  if ((long)number % 2) {
    while (!over)
      x = x * 6364136223846793005 + 1442695040888963407;
    return 0;
  }
  pthread_mutex_lock(&mutex);
  while (!over)
    pthread_cond_wait(&never, &mutex);
  pthread_mutex_unlock(&mutex);
  return 0;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int compare(const void *a, const void *b) {
  return *(const double *)a < *(const double *)b ? -1 : 1;
}

int main(int argc, char **argv) {
  long count = atol(argv[argc - 1]);
  double pause[5];
  pthread_t thread;
  for (long i = 1; i < count; ++i)
    if (pthread_create(&thread, 0, wait_or_compute, (void *)i))
      return 1;
  for (int i = 0; i < 5; ++i) {
    double begin = now();
    kill(getpid(), SIGUSR2);
    pause[i] = now() - begin;
  }
  qsort(pause, 5, sizeof *pause, compare);
  dprintf(2, "pause %.6f\n", pause[2]);
  _exit(0);
}
