// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A garbage collector's way with memory: page faults taken all the time in a
// SIGSEGV handler on an alternate stack, maps that come, move and go at random,
// the break up and down, code written, made executable, run and written again.
// REQUIRES: long
// RUN: %job %s %t --random 40 --at-least 3 --limit 120
#include "ckpt_test.h"
#include <sys/mman.h>

enum { kPage = 4096, kPages = 64, kMaps = 40, kRounds = 4000 };

static unsigned seed = 12345;
static unsigned chance(unsigned n) {
  seed = seed * 1103515245u + 12345u;
  return (seed >> 8) % n;
}

static unsigned char *heap;
static volatile unsigned long reads, writes;

// The first touch makes a page readable, the second writable.
static unsigned char state[kPages];
static void on_fault(int sig, siginfo_t *info, void *context) {
  unsigned char *at = info->si_addr;
  (void)sig, (void)context;
  CHECK(at >= heap && at < heap + kPages * kPage);
  CHECK(info->si_code == SEGV_ACCERR);
  size_t page = (size_t)(at - heap) / kPage;
  CHECK(state[page] < 2);
  ++*(state[page] ? &writes : &reads);
  CHECK(!mprotect(heap + page * kPage, kPage,
                  state[page]++ ? PROT_READ | PROT_WRITE : PROT_READ));
}

static unsigned long touch(unsigned round) {
  memset(state, 0, sizeof state);
  CHECK(!mprotect(heap, kPages * kPage, PROT_NONE));
  unsigned long sum = 0;
  for (unsigned i = 0; i < 100; ++i) {
    volatile unsigned char *p = heap + chance(kPages * kPage);
    sum += *p;
    if (i % 3)
      *p = (unsigned char)(*p + round + i);
  }
  return sum;
}

static struct {
  unsigned char *at;
  size_t size;
  unsigned char fill;
} map[kMaps];

static unsigned long churn(void) {
  unsigned i = chance(kMaps);
  if (!map[i].at) {
    map[i].size = (1 + chance(16)) * kPage;
    map[i].at = mmap(0, map[i].size, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS |
                         (chance(2) ? MAP_NORESERVE : 0), -1, 0);
    CHECK(map[i].at != MAP_FAILED);
    map[i].fill = (unsigned char)chance(255);
    memset(map[i].at, map[i].fill, map[i].size);
    return 0;
  }
  unsigned long sum = 0;
  for (size_t k = 0; k < map[i].size; k += 97) {
    CHECK(map[i].at[k] == map[i].fill);
    sum += map[i].at[k];
  }
  if (chance(2)) {
    CHECK(!munmap(map[i].at, map[i].size));
    map[i].at = NULL;
    return sum;
  }
  size_t size = (1 + chance(24)) * kPage;
  map[i].at = mremap(map[i].at, map[i].size, size, MREMAP_MAYMOVE);
  CHECK(map[i].at != MAP_FAILED);
  if (size > map[i].size)
    memset(map[i].at + map[i].size, map[i].fill, size - map[i].size);
  map[i].size = size;
  CHECK(!mprotect(map[i].at, size, PROT_READ));
  CHECK(!mprotect(map[i].at, size, PROT_READ | PROT_WRITE));
  return sum;
}

// mov $value, %eax; add %edi, %eax; ret
static unsigned run_code(unsigned char *code, unsigned value) {
  unsigned char text[] = {0xb8, 0, 0, 0, 0, 0x01, 0xf8, 0xc3};
  memcpy(text + 1, &value, 4);
  CHECK(!mprotect(code, kPage, PROT_READ | PROT_WRITE));
  memcpy(code, text, sizeof text);
  CHECK(!mprotect(code, kPage, PROT_READ | PROT_EXEC));
  return ((unsigned (*)(unsigned))(uintptr_t)code)(7);
}

static unsigned long move_break(void) {
  char *before = sbrk(0);
  size_t size = (1 + chance(50)) * 1000;
  char *grown = sbrk((intptr_t)size);
  CHECK(grown == before);
  memset(grown, 0x5a, size);
  unsigned long sum = (unsigned char)grown[chance((unsigned)size)];
  CHECK(sbrk(0) == before + size);
  if (chance(4))
    CHECK(sbrk(-(intptr_t)size) == before + size);
  return sum;
}

int main(void) {
  stack_t stack = {.ss_sp = malloc(SIGSTKSZ * 4), .ss_size = SIGSTKSZ * 4};
  struct sigaction action = {.sa_sigaction = on_fault,
                             .sa_flags = SA_SIGINFO | SA_ONSTACK};
  CHECK(!sigaltstack(&stack, NULL) && !sigaction(SIGSEGV, &action, NULL));
  heap = mmap(0, kPages * kPage, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  unsigned char *code = mmap(0, kPage, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(heap != MAP_FAILED && code != MAP_FAILED);
  unsigned long sum = 0;
  for (unsigned round = 0; round < kRounds; ++round) {
    sum = sum * 31 + touch(round);
    for (int i = 0; i < 8; ++i)
      sum = sum * 31 + churn();
    unsigned made = run_code(code, (unsigned)sum);
    CHECK(made == (unsigned)sum + 7);
    sum += move_break();
    if (round % 100 == 0)
      printf("%u %lu %lu %lu\n", round, sum, reads, writes);
  }
  printf("%lu\n", sum);
}
