// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// mover MEGABYTES: each byte of its input is one step of its work, whose result
// it prints; at the end of the input it prints a sum over all of its memory.
// Which side of a migration has the job shows by who answers.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static unsigned *memory;
static size_t words;

static unsigned step(unsigned seed) {
  for (size_t i = 0; i < words; ++i)
    memory[i] = seed = (memory[i] ^ seed) * 1664525 + 1013904223;
  return seed;
}

int main(int argc, char **argv) {
  words = (argc > 1 ? strtoul(argv[1], 0, 10) : 1) << 18;
  memory = calloc(words, sizeof *memory);
  if (!memory)
    return 2;
  unsigned result = step(1), sum = 0;
  printf("ready %u\n", result);
  fflush(stdout);
  char byte;
  for (unsigned count = 1; read(0, &byte, 1) == 1; ++count) {
    result = step(result ^ (unsigned char)byte);
    printf("%u %u\n", count, result);
    fflush(stdout);
  }
  for (size_t i = 0; i < words; ++i)
    sum = sum * 31 + memory[i];
  printf("end %u\n", sum);
  return 0;
}
