// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Addresses stay random: nothing changes the personality, and maps made after
// a restart are not always where the last process had them.  Images cross
// between processes with and without randomisation.
// RUN: %job %s %t --at-least 3
// RUN: %job %s %t-fixed --at-least 3 --prefix "setarch -R"
// RUN: %job %s %t-from --at-least 3 --prefix "setarch -R" --restart-prefix ""
// RUN: %job %s %t-to --at-least 3 --restart-prefix "setarch -R"
#include "ckpt_test.h"
#include <sys/mman.h>
#include <sys/personality.h>

static int random_now(void) {
  char text[32] = "";
  FILE *file = fopen("/proc/self/personality", "r");
  CHECK(file && fgets(text, sizeof text, file) && !fclose(file));
  long value = strtol(text, 0, 16);
  CHECK(value == 0 || value == ADDR_NO_RANDOMIZE);
  CHECK(value == personality(0xffffffff));
  return value == 0;
}

int main(void) {
  char *at[4];
  int all_random = 1;
  for (int i = 0; i < 4; ++i) {
    all_random &= random_now();
    size_t size = (size_t)(i + 1) << 30; // too big for the gaps there are
    at[i] = mmap(0, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(at[i] != MAP_FAILED);
    if (i < 3)
      checkpoint();
  }
  // Every process has a place of its own for new maps, so not all lie in a row.
  int in_a_row = 0;
  for (int i = 1; i < 4; ++i)
    in_a_row += at[i] + ((size_t)(i + 1) << 30) == at[i - 1];
  CHECK(!all_random || request_signal() != SIGTSTP || in_a_row < 3);
  puts("good");
}
