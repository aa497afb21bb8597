/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Asks for a checkpoint in inner(), called by outer(), called by main(), four
   times; then waits there.  What a debugger must find is written to "facts". */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { kWords = 8192 };
/* Pages of the file's own bytes that a debugger must not show. */
__attribute__((aligned(4096))) int zeroed[kWords] = {[0 ... kWords - 1] = 77};
__attribute__((aligned(4096))) int kept[kWords] = {[0 ... kWords - 1] = 88};
int answer = 41;
char *heap;

__attribute__((noinline)) static void inner(int round) {
  int local = round * 100 + 7;
  uint64_t vector[2] = {0x1122334455667788, 0x99aabbccddeeff00};
  if (round == 4) {
    dprintf(2, "waiting\n");
    pause();
  }
  long pid = getpid();
  __asm__ volatile("movdqu %0, %%xmm9" ::"m"(vector) : "xmm9");
#ifdef WIDE
  /* Without -mavx512f nobody else uses these. */
  __asm__ volatile("vpbroadcastq %0, %%zmm20; kmovw %1, %%k1" ::"r"(vector[0]),
                   "r"(0x5a5a));
#endif
  long result = 62; /* kill(2), and nothing of libc that uses vectors */
  __asm__ volatile("syscall"
                   : "+a"(result)
                   : "D"(pid), "S"(SIGTSTP)
                   : "rcx", "r11", "memory");
  answer += (int)result + local - local + 1;
}

__attribute__((noinline)) static void outer(int round) {
  char name[32];
  snprintf(name, sizeof name, "round %d", round);
  inner(round);
  if (strlen(name) != 7)
    abort();
}

int main(void) {
  memset(zeroed, 0, sizeof zeroed);
  kept[kWords - 1] = 99;
  heap = malloc(100);
  strcpy(heap, "text on the heap");
  FILE *facts = fopen("facts", "w");
  fprintf(facts, "puts %p\nkept %p\nmain %p\n", (void *)puts, (void *)kept,
          (void *)main);
  fclose(facts);
  for (int round = 1; round < 5; ++round)
    outer(round);
}
