/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The library of test/programs/loader.c. */
#include <stdlib.h>

unsigned plugin_data[1024];
static const char *const kWords[] = {"one", "three", "seven"};
static __thread unsigned calls = 5;
static unsigned *memory;

__attribute__((constructor)) static void begin(void) {
  memory = malloc(4096);
  for (unsigned i = 0; i < 1024; ++i)
    plugin_data[i] = memory[i] = i * i;
}

__attribute__((destructor)) static void end(void) { free(memory); }

unsigned plugin_step(unsigned x) {
  plugin_data[x % 1024] += ++calls;
  return (unsigned)kWords[x % 3][0] + memory[x % 1024] + calls;
}
