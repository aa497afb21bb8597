// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// raise() of several threads reaches each of them itself, whichever of them
// serves the checkpoint, and wherever in it that comes.
// RUN: %job %s %t --build "gcc -O2 -pthread" --random 25 --at-least 10 \
// RUN:   --requests vacate --args 30000 --limit 60
#include "ckpt_test.h"
#include <pthread.h>

static __thread volatile int seen;
static int rounds;
static void on_usr1(int sig) { seen += sig == SIGUSR1; }

static void *raise_often(void *argument) {
  for (int i = 1; i <= rounds; ++i) {
    CHECK(!raise(SIGUSR1));
    CHECK(seen == i);
  }
  return argument;
}

int main(int count, char **words) {
  pthread_t threads[4];
  rounds = count > 1 ? atoi(words[1]) : 1;
  CHECK(signal(SIGUSR1, on_usr1) != SIG_ERR);
  for (int i = 0; i < 4; ++i)
    CHECK(!pthread_create(&threads[i], 0, raise_often, 0));
  for (int i = 0; i < 4; ++i)
    CHECK(!pthread_join(threads[i], 0));
  puts("done");
}
