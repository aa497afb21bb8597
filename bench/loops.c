/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* loops NAME COUNT: one of the things that programs do all the time. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int zero;
static int null;

static void cpu(long count) {
  volatile unsigned long x = 1;
  for (long i = 0; i < count; ++i)
    x = x * 6364136223846793005 + 1442695040888963407;
}

static void read_byte(long count) {
  char byte;
  for (long i = 0; i < count; ++i)
    if (read(zero, &byte, 1) != 1)
      abort();
}

static void write_byte(long count) {
  for (long i = 0; i < count; ++i)
    if (write(null, "x", 1) != 1)
      abort();
}

static void open_close(long count) {
  for (long i = 0; i < count; ++i)
    close(open("/dev/null", O_RDONLY));
}

static void malloc_free(long count) {
  for (long i = 0; i < count; ++i) {
    char *volatile p = malloc(64 + (size_t)i % 8 * 100);
    free(p);
  }
}

static void clock_time(long count) {
  struct timespec now;
  for (long i = 0; i < count; ++i)
    clock_gettime(CLOCK_MONOTONIC, &now);
}

static void get_pid(long count) {
  for (long i = 0; i < count; ++i)
    getpid();
}

int main(int argc, char **argv) {
  static const struct {
    const char *name;
    void (*run)(long);
  } loops[] = {{"cpu", cpu},
               {"read", read_byte},
               {"write", write_byte},
               {"open_close", open_close},
               {"malloc_free", malloc_free},
               {"clock_gettime", clock_time},
               {"getpid", get_pid}};
  zero = open("/dev/zero", O_RDONLY);
  null = open("/dev/null", O_WRONLY);
  for (size_t i = 0; argc == 3 && i < sizeof loops / sizeof *loops; ++i)
    if (!strcmp(argv[1], loops[i].name)) {
      loops[i].run(atol(argv[2]));
      return 0;
    }
  return 2;
}
