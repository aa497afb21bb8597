// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// writer STEPS CHECKPOINT CRASH: writes three files in different ways, asks for
// a checkpoint at one step and dies at a later one if a file `crash` exists.
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc != 4)
    return 2;
  long steps = atol(argv[1]), checkpoint = atol(argv[2]),
       crash = atol(argv[3]);
  FILE *buffered = fopen("buffered", "w"), *log = fopen("log", "a");
  int raw = open("raw", O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (!buffered || !log || raw < 0)
    return 3;
  setvbuf(log, 0, _IOLBF, 0);
  unsigned state = 1;
  for (long step = 0; step < steps; ++step) {
    state = state * 1664525 + 1013904223;
    fprintf(buffered, "%ld %u\n", step, state);
    fprintf(log, "step %ld\n", step);
    if (write(raw, &state, sizeof state) != sizeof state)
      return 4;
    // What lies far before the end may be written over (the last 4 KiB before
    // a checkpoint's length may not: that is how a restart knows the file).
    if (step > 2048 && step % 64 == 0 && (lseek(raw, 0, SEEK_SET) != 0 ||
                           write(raw, &step, sizeof step) != sizeof step ||
                           lseek(raw, 0, SEEK_END) < 0))
      return 5;
    if (step == checkpoint)
      raise(SIGUSR2);
    if (step == crash && access("crash", F_OK) == 0)
      raise(SIGKILL);
  }
  return fclose(buffered) || fclose(log) || close(raw);
}
