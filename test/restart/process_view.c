// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// argc, argv, envp and the auxiliary vector, walked by hand on the stack, are
// after a restart what they were before: of the first start, without flags,
// whatever flags the restart was given and wherever they stood.
// RUN: %job %s %t --at-least 1 --args "one two three" \
// RUN:   --restart-flags "-_condor_relocatable -_ckpt_cpu strict"
// RUN: %job %s %t-env --at-least 1 --args "one -_condor_relocatable two three" \
// RUN:   --env "CKPT_FLAGS=-_condor_nowarn" \
// RUN:   --modes static,static-pie
// RUN: %job %s %t-mix --at-least 1 --restart-flags "a b -_ckpt_on_error kill" \
// RUN:   --args "-_ckpt_on_error kill one two -_condor_warning ALL OFF three"
#include "ckpt_test.h"
#include <elf.h>
#include <sys/auxv.h>

extern char **environ;

static uint64_t words_of(char **argv) {
  uint64_t sum = 5381;
  for (char **word = argv; *word; ++word)
    for (char *c = *word; *c; ++c)
      sum = sum * 33 + (unsigned char)*c;
  return sum;
}

int main(int argc, char **argv, char **envp) {
  CHECK(argc == 4 && !strcmp(argv[1], "one") && !strcmp(argv[2], "two"));
  CHECK(!strcmp(argv[3], "three") && !argv[4] && environ == envp);
  CHECK(((uint64_t *)argv)[-1] == 4 || getauxval(AT_BASE));
  uint64_t before = words_of(argv) + words_of(envp);
  char **end = envp;
  while (*end)
    ++end;
  Elf64_auxv_t *auxv = (Elf64_auxv_t *)(end + 1), copy[64];
  int count = 0;
  do
    copy[count] = auxv[count];
  while (auxv[count++].a_type != AT_NULL);
  checkpoint();
  CHECK(words_of(argv) + words_of(envp) == before);
  CHECK(!memcmp(auxv, copy, (size_t)count * sizeof *auxv));
  CHECK(getauxval(AT_PHDR) && getauxval(AT_RANDOM));
  // The kernel knows it too: ps and debuggers ask there.
  FILE *file = fopen("/proc/self/auxv", "r");
  CHECK(file && fread(copy, sizeof *copy, (size_t)count, file) == (size_t)count);
  for (int i = 0; i < count; ++i)
    CHECK(copy[i].a_un.a_val == auxv[i].a_un.a_val);
  fclose(file);
  char line[4096];
  file = fopen("/proc/self/cmdline", "r");
  CHECK(file && fread(line, 1, sizeof line, file) > 3);
  CHECK(!strncmp(line, argv[0], sizeof line) && !fclose(file));
  puts("good");
}
