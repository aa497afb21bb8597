// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Computes with the heap, the stack, files, signals and floating point, checks
// itself all the time, and prints what depends on every step.
#include "ckpt_test.h"
#include <math.h>

enum { kSlots = 64 };
static uint64_t seed = 88172645463325252ull;
static unsigned char *slot[kSlots];
static size_t slot_size[kSlots];
static unsigned char slot_value[kSlots];
static volatile uint64_t handled;
static FILE *data;
static uint64_t written;
static double series = 1;

static uint64_t next(void) {
  seed ^= seed << 13;
  seed ^= seed >> 7;
  return seed ^= seed << 17;
}

static void on_signal(int sig, siginfo_t *info, void *context) {
  (void)context;
  CHECK(sig == SIGRTMIN);
  handled += (uint64_t)info->si_value.sival_int;
}

static void heap_step(void) {
  size_t i = next() % kSlots;
  for (size_t at = 0; at < slot_size[i]; at += 61)
    CHECK(slot[i][at] == slot_value[i]);
  free(slot[i]);
  slot_size[i] = next() % (next() % 50 ? 5000 : 300000);
  slot_value[i] = (unsigned char)next();
  slot[i] = malloc(slot_size[i] + 1);
  CHECK(slot[i]);
  memset(slot[i], slot_value[i], slot_size[i]);
}

static uint64_t stack_step(int depth) {
  uint64_t frame[16], first = next();
  for (int i = 0; i < 16; ++i)
    frame[i] = first + (uint64_t)i;
  uint64_t below = depth ? stack_step(depth - 1) : 0;
  for (int i = 0; i < 16; ++i)
    CHECK(frame[i] == first + (uint64_t)i);
  return below * 31 + frame[first % 16];
}

static void file_step(uint64_t step) {
  written += (uint64_t)fprintf(data, "%lu %lu\n", step, next() % 1000000);
  if (step % 512)
    return;
  CHECK(!fflush(data) && (uint64_t)ftell(data) == written);
  FILE *again = fopen("data", "r");
  CHECK(again);
  uint64_t size = 0, lines = 0;
  for (int c; (c = getc(again)) != EOF; ++size)
    lines += c == '\n';
  CHECK(size == written && !fclose(again));
  printf("step %lu: %lu lines\n", step, lines);
}

int main(int argc, char **argv) {
  struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO};
  uint64_t steps = strtoull(argv[argc - 1], 0, 10), sum = 0, sent = 0;
  CHECK((data = fopen("data", "w")) && !sigaction(SIGRTMIN, &action, 0));
  for (uint64_t step = 1; step <= steps; ++step) {
    for (int i = 0; i < 20; ++i)
      heap_step();
    sum = sum * 7 + stack_step((int)(next() % 200));
    file_step(step);
    union sigval value = {.sival_int = (int)(next() % 1000)};
    sent += (uint64_t)value.sival_int;
    // A restart may come between the two calls: the number is another's then.
    while (sigqueue(getpid(), SIGRTMIN, value))
      CHECK(errno == ESRCH);
    CHECK(handled == sent);
    for (int i = 0; i < 200; ++i)
      series = sin(series) + sqrt(series * series + 1.5);
  }
  printf("%lu %lu %a %lu\n", sum, sent, series, seed);
}
