// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A restarted program starts threads, joins them, and forks.
// RUN: %job %s %t --at-least 2 --build "gcc -O2 -pthread"
#include "ckpt_test.h"
#include <pthread.h>
#include <sys/wait.h>

static __thread int own = 1;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int total;

static void *work(void *argument) {
  for (int i = 0; i < 1000; ++i) {
    pthread_mutex_lock(&mutex);
    total += own;
    pthread_mutex_unlock(&mutex);
  }
  return argument;
}

int main(void) {
  for (int round = 0; round < 3; ++round) {
    pthread_t thread[4];
    void *result;
    for (long i = 0; i < 4; ++i)
      CHECK(!pthread_create(&thread[i], 0, work, (void *)i));
    for (long i = 0; i < 4; ++i)
      CHECK(!pthread_join(thread[i], &result) && (long)result == i);
    pid_t child = fork();
    if (child == 0)
      _exit(total == 4000 * (round + 1) ? 5 : 6);
    int status;
    CHECK(waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 5);
    // A joined thread may still be on its way out of the kernel.
    if (round < 2)
      checkpoint();
  }
  printf("%d\n", total);
}
