// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads open, copy and close files named by URLs, and each other's; in the end
// nothing is held off, and every line is there once.
// RUN: echo end > %t.cmds
// RUN: %job %s %t --build "gcc -O2 -pthread -I%src/runtime/include" --files log --random 10 \
// RUN:   --requests vacate --env "CKPT_FLAGS=-_condor_cmd_file %t.cmds"
#include "ckpt_test.h"
#include <ckpt.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>

enum { kThreads = 4, kRounds = 4000, kShared = 50 };
static atomic_int lines;

static void *work(void *argument) {
  unsigned long seed = (unsigned long)argument;
  for (int i = 0; i < kRounds; ++i) {
    seed = seed * 6364136223846793005ul + 1442695040888963407ul;
    int to = kShared + (int)(seed >> 60) % 4;
    int fd = open("append:local:log", O_WRONLY | O_CREAT, 0600);
    CHECK(fd > 0);
    if (i % 64 == 0 && write(fd, "line\n", 5) == 5)
      ++lines;
    int held = i % 16 ? -1 : open("special:/dev/null", O_RDONLY);
    CHECK(dup2(held < 0 ? fd : held, to) == to && !close(fd));
    int copy = dup(kShared + (int)(seed >> 50) % 4);
    close(kShared + (int)(seed >> 40) % 4);
    CHECK(copy < 0 || !close(copy));
    CHECK(held < 0 || !close(held));
  }
  return NULL;
}

int main(void) {
  pthread_t threads[kThreads];
  for (long i = 0; i < kThreads; ++i)
    CHECK(!pthread_create(&threads[i], NULL, work, (void *)i));
  for (int i = 0; i < kThreads; ++i)
    CHECK(!pthread_join(threads[i], NULL));
  for (int i = 0; i < 4; ++i)
    close(kShared + i);
  CHECK(!_condor_ckpt_is_disabled() && lines == kThreads * ((kRounds + 63) / 64));
  puts("good");
}
