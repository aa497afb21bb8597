// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The first thread has ended; the others go on, and are checkpointed.
// RUN: %job %s %t --build "gcc -O2 -pthread" --at-least 3
#include "ckpt_test.h"
#include <pthread.h>

static void wait_for_end_of(int task) {
  char path[64], text[512] = "";
  snprintf(path, sizeof path, "/proc/self/task/%d/stat", task);
  while (!strstr(text, ") Z")) {
    FILE *file = fopen(path, "r");
    CHECK(file && fgets(text, sizeof text, file));
    fclose(file);
  }
}

static void *work(void *argument) {
  wait_for_end_of(getpid());
  for (int i = 0; i < 3; ++i) {
    checkpoint();
    wait_for_end_of(getpid());
    printf("still here: %s %d\n", (char *)argument, i);
  }
  exit(0);
}

int main(void) {
  static char text[] = "data";
  pthread_t thread;
  CHECK(!pthread_create(&thread, 0, work, text));
  pthread_exit(0);
}
